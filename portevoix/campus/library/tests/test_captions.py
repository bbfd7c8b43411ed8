"""Captions: what a player would drop in silence is refused, with its line."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portevoix.campus.library import captions
from portevoix.campus.library.captions import Cue
from portevoix.ground.web.rules import Refused

HEAD = "WEBVTT\n\n"


def test_what_editors_write_is_read() -> None:
    text = (
        "\ufeffWEBVTT - Le consentement\r\n\r\nNOTE relu le 6 novembre\r\nsur deux lignes\r\n\r\n"
        "1\r\n00:01.000 --> 00:04.000 align:start position:10%\r\n<v Inès>On vous <i>écoute</i>.\r\n\r\n"
        "00:04.000 --> 01:00:04.500\r\n[Une porte claque]\r\nQui est là ?\r\n"
    )
    kept, cues = captions.read(text.encode())
    assert cues == [
        Cue(1000, 4000, "<v Inès>On vous <i>écoute</i>."),
        Cue(4000, 3_604_500, "[Une porte claque]\nQui est là ?"),
    ]
    assert "\r" not in kept
    assert kept.startswith("WEBVTT - Le consentement\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b"1\n00:01.000 --> 00:02.000\nOui\n", 1, "WEBVTT"),
        (b"WEBVTTX\n\n", 1, "WEBVTT"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nça".encode("latin-1"), 4, "UTF-8"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000\n\0\n", 4, "illisible"),
        (b"WEBVTT\n00:01 c'est nous\n\n00:01.000 --> 00:02.000\nOui\n", 2, "ligne vide"),
        (HEAD.encode() + b"Bonjour\n", 3, "00:01.000"),
        (HEAD.encode() + b"00:01,000 --> 00:02,000\nOui\n", 3, "00:01.000"),
        (HEAD.encode() + b"00:04.000 --> 00:02.000\nOui\n", 3, "avant de commencer"),
        (HEAD.encode() + b"00:02.000 --> 00:02.000\nOui\n", 3, "avant de commencer"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000 onclick:x\nOui\n", 3, "suit les horaires"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000\n\n", 3, "aucun mot"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000\nOui\n00:02.000 --> 00:03.000\nNon\n", 5, "ligne vide"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000\n<script>alert(1)</script>\n", 4, "marques simples"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000\nOui\n\n00:00.500 --> 00:02.000\nNon\n", 6, "avant celui"),
        (HEAD.encode() + b"STYLE\n::cue { color: red }\n", 3, "styles"),
        (HEAD.encode() + b"00:01.000 --> 00:02.000\n" + b"a" * 401, 3, "trop long"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: bytes, line: int, words: str) -> None:
    with pytest.raises(captions.Wrong) as refused:
        captions.read(text)
    assert refused.value.line == line
    assert refused.value.sentence.startswith(f"Ligne {line}\xa0:")
    assert words in refused.value.sentence


@pytest.mark.parametrize("data", [HEAD.encode(), b"WEBVTT", b"WEBVTT\n\n" + b"\n" * captions.LARGEST])
def test_nothing_and_too_much_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        captions.read(data)


cue = st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), st.text(st.characters(codec="utf-8"), max_size=40))


def time_of(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


@given(st.lists(cue, min_size=1, max_size=8))
def test_whatever_was_written_well_is_read_back(cues: list[tuple[int, int, str]]) -> None:
    plain = [
        Cue(begins, begins + lasts, f"mot {re.sub(r'[^a-zà-ÿ ]', '', text)}")
        for begins, lasts, text in sorted(cues, key=lambda one: one[0])
    ]
    text = HEAD + "\n".join(f"{time_of(one.begins)} --> {time_of(one.ends)}\n{one.text}\n" for one in plain)
    again, read = captions.read(text.encode())
    assert read == plain
    assert captions.read(again.encode()) == (again, read)


@given(st.binary(max_size=300))
@example(b"WEBVTT\n\n00:00.000 --> 00:01.000\n<" + b"<i" * 100)
def test_whatever_comes_is_read_or_refused_in_a_sentence(data: bytes) -> None:
    for whole in (data, HEAD.encode() + data, HEAD.encode() + b"00:00.000 --> 00:01.000\n" + data):
        try:
            text, cues = captions.read(whole)
        except Refused as refused:
            sentence = refused.sentence
            assert sentence
        else:
            assert cues
            assert re.sub(r"</?(i|b|u|c|v|lang|ruby|rt)\b[^<>]*>|<[\d:.]+>", "", text).count("<") == 0
