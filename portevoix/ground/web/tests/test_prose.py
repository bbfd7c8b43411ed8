"""What the mission writes is shown as it meant it."""

from django.template import Context, Template

from portevoix.ground.web.prose import borrowed, rendered


def test_paragraphs_lists_and_links_are_what_they_look_like() -> None:
    shown = rendered("# Au programme\n\nUn **film**,\npuis *un échange*.\n\n- voir\n- [dire](https://example.org)\n")
    assert "<h2>Au programme</h2>" in shown
    assert "Un <strong>film</strong>,<br>" in shown
    assert '<li><a href="https://example.org" rel="noreferrer nofollow">dire</a></li>' in shown


def test_headings_stay_under_those_of_the_page() -> None:
    shown = rendered("\n\n".join("#" * level + " x" for level in range(1, 7)))
    assert [shown.count(f"<h{level}>") for level in range(1, 7)] == [0, 1, 1, 4, 0, 0]


def test_no_picture_is_fetched_from_elsewhere() -> None:
    assert "<img" not in rendered("![une image](https://elsewhere.example/x.png)")


def test_it_is_a_filter_of_every_template() -> None:
    shown = Template("{% load prose %}{{ text|prose }}").render(Context({"text": "un *mot* <b>fort</b>"}))
    assert shown.strip() == "<p>un <em>mot</em> &lt;b&gt;fort&lt;/b&gt;</p>"


def test_a_link_of_another_site_says_in_full_where_it_leads() -> None:
    leads = borrowed("[a](https://elsewhere.example/x)")
    assert 'href="https://elsewhere.example/x"' in leads
    for written in (
        "/mines/mission/",
        "//elsewhere.example",
        "https:mission/x",
        "http://a.example",
        "mailto:a@b.example",
    ):
        assert "href" not in borrowed(f"[a]({written})")
