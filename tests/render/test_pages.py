from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from engine.render import html, markdown
from engine.render.report import report

if TYPE_CHECKING:
    from engine.recommendation import CheckResult

VOID = {"meta"}


class Tags(HTMLParser):
    """Checks that tags are closed in order, and keeps their names and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    return tags


def test_the_page_is_well_formed_and_stands_by_itself(result: CheckResult) -> None:
    tags = parsed(html.render(report(result, full=True)))
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "link", "img", "iframe", "object", "b"}
    assert not any({"src", "href"} & attributes.keys() for _, attributes in tags.seen)
    policy = next(attributes for _, attributes in tags.seen if "http-equiv" in attributes)
    assert "default-src 'none'" in str(policy["content"])


def test_words_of_the_letter_are_marked_and_stay_words(result: CheckResult) -> None:
    page = html.render(report(result))
    assert parsed(page).marked[0] == "lasted *only* <b>an hour</b> [31m"
    assert "&lt;b&gt;an hour&lt;/b&gt;" in page
    assert "Massage &lt;therapy&gt; x 8" in page


def test_the_page_says_the_answer_and_that_a_physician_decides(result: CheckResult) -> None:
    page = html.render(report(result))
    assert '<span class="answer upheld">UPHELD</span>' in page
    assert '<span class="answer not-covered">NOT COVERED</span>' in page
    assert "only a physician may delay, modify or deny" in page


def test_markdown_has_headings_points_and_escaped_words(result: CheckResult) -> None:
    page = markdown.render(report(result, full=True))
    assert page.startswith("# letter_of_may.txt\n")
    assert "\n## 1. Massage \\<therapy\\> x 8: UPHELD\n" in page
    assert "\n### Findings\n\n- **not met** visits: what visits asks\n" in page
    assert "  - “lasted \\*only\\* \\<b\\>an hour\\</b\\> \\[31m” (page 2, line 3" in page
    assert page.endswith("*rules 1 (ffffffffffff), engine both*\n")
