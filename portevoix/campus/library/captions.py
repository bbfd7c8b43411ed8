"""Captions as browsers read them (WebVTT), checked line by line before anybody relies on them.

Strict where players are lenient: a cue that a player would drop in silence is words that somebody does not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from portevoix.ground.web.rules import Refused

LARGEST: Final = 512 * 1024
"""Bytes: the captions of a whole day."""
LONGEST: Final = 400
"""Characters of one cue: beyond, nobody reads it in time."""
_TIMING = re.compile(r"^(\S+)[ \t]+-->[ \t]+(\S+)(?:[ \t]+(.*))?$")
_TIME = re.compile(r"^(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})$")
_SETTING = re.compile(r"^(vertical:(rl|lr)|(line|position|size|align|region):[\w.,%-]+)$")
_MARK = re.compile(r"</?(i|b|u|c|v|lang|ruby|rt)(\.[\w.-]+)?([ \t][^<>]*)?>|<\d{2}:\d{2}(:\d{2})?\.\d{3}>")


@dataclass(frozen=True)
class Cue:
    """Words on the screen, from one millisecond to another."""

    begins: int
    ends: int
    text: str


class Wrong(Refused):
    """Captions cannot be taken; the sentence names the line."""

    def __init__(self, line: int, sentence: str) -> None:
        where = _("Line %(line)d: %(wrong)s") % {"line": line, "wrong": sentence}
        super().__init__(where, code="captions", status=422)
        self.line = line


def read(data: bytes) -> tuple[str, list[Cue]]:
    """The captions as they are kept, and their cues. Refuses with the line what a player would not show as written."""
    if len(data) > LARGEST:
        raise Refused(_("These captions are too long: 512 kB at most."), code="captions", status=422)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise Wrong(line, _("this text is not in UTF-8; save the file again in that encoding.")) from wrong
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if "\0" in text:
        raise Wrong(text[: text.index("\0")].count("\n") + 1, _("there is an unreadable character."))
    if not re.match(r"^WEBVTT([ \t].*)?$", lines[0]):
        raise Wrong(1, _("the file must begin with “WEBVTT”."))
    cues = list(_cues(lines))
    if not cues:
        raise Wrong(len(lines), _("there is no caption in this file."))
    return text.rstrip("\n") + "\n", cues


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines[1:], ""], start=2):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cues(lines: list[str]) -> Iterator[Cue]:
    before = -1
    for number, block in _blocks(lines):
        if re.match(r"^NOTE([ \t]|$)", block[0]):
            continue
        if block[0] in {"STYLE", "REGION"}:
            raise Wrong(number, _("styles and regions are left out here; remove this part."))
        if number == 2 and "-->" not in "".join(block):
            raise Wrong(2, _("an empty line must follow “WEBVTT”."))
        at = 0 if "-->" in block[0] else 1
        if len(block) <= at or "-->" not in block[at]:
            raise Wrong(number, _("a time such as 00:01.000 --> 00:04.000 is expected here."))
        cue = _cue(number + at, block[at], block[at + 1 :])
        if cue.begins < before:
            raise Wrong(number + at, _("this caption begins before the one above it."))
        before = cue.begins
        yield cue


def _cue(number: int, timing: str, words: list[str]) -> Cue:
    match = _TIMING.match(timing.strip())
    begins, ends = (_milliseconds(match[1]), _milliseconds(match[2])) if match else (None, None)
    if match is None or begins is None or ends is None:
        raise Wrong(number, _("this time cannot be read; write it as 00:01.000 --> 00:04.000."))
    if ends <= begins:
        raise Wrong(number, _("this caption ends before it begins."))
    if not all(_SETTING.match(setting) for setting in (match[3] or "").split()):
        raise Wrong(number, _("what follows the times cannot be read."))
    for further, line in enumerate(words, start=number + 1):
        if "-->" in line:
            raise Wrong(further, _("an empty line is missing above this time."))
        if re.search(r"[<>]", _MARK.sub("", line)):
            raise Wrong(further, _("only simple marks such as <i> or <v Name> may be used."))
    text = "\n".join(words)
    if not _MARK.sub("", text).strip():
        raise Wrong(number, _("this caption has no words."))
    if len(text) > LONGEST:
        raise Wrong(number, _("this caption is too long to be read in time."))
    return Cue(begins, ends, text)


def _milliseconds(written: str) -> int | None:
    match = _TIME.match(written)
    if match is None:
        return None
    hours, minutes, seconds, rest = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
