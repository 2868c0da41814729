"""Files come by paste and by drop, say how far they are, and stay within their limits."""

import re

from playwright.sync_api import Route, expect

from tests.e2e.people import Person

# A browser lets no test paste or drop for real: these are the events it would send.
HAND_OVER = """
([field, how, names, size]) => {
  const files = new DataTransfer();
  for (const name of names) {
    files.items.add(new File(["x".repeat(size)], name, { type: "text/plain" }));
  }
  const more = { bubbles: true, cancelable: true, clipboardData: files, dataTransfer: files };
  const Kind = how === "paste" ? ClipboardEvent : DragEvent;
  field.dispatchEvent(new Kind(how, more));
}
"""


def hand_over(person: Person, how: str, *names: str, size: int = 9) -> None:
    person.page.evaluate(HAND_OVER, [person.field.element_handle(), how, names, size])


def test_pasted_and_dropped_files_travel_with_the_message(person: Person) -> None:
    held: list[Route] = []
    let_go = False

    def hold(route: Route) -> None:
        if let_go:
            route.continue_()
        else:
            held.append(route)

    person.page.route("**/api/files?*", hold)
    waiting = person.page.get_by_role("list", name="Attached files")

    hand_over(person, "paste", "pasted.txt")
    hand_over(person, "dragenter", "dropped.txt")
    expect(person.page.get_by_placeholder("Let go to attach")).to_be_visible()
    hand_over(person, "drop", "dropped.txt")

    expect(waiting.get_by_role("progressbar")).to_have_count(2)
    person.field.fill("two files")
    expect(person.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    let_go = True
    for route in held:
        route.continue_()
    expect(waiting.get_by_role("progressbar")).to_have_count(0)
    person.field.press("Enter")
    person.expect_answer(re.compile("two files"))
    said = person.log.locator("article.turn.you")
    expect(said.get_by_role("link")).to_have_text([re.compile("pasted"), re.compile("dropped")])


def test_too_many_and_too_large_files_are_told_and_the_rest_is_taken(person: Person) -> None:
    waiting = person.page.get_by_role("list", name="Attached files")

    hand_over(person, "drop", "vast.txt", size=25 * 1024 * 1024 + 1)
    told = person.page.locator(".toast-text")
    expect(told).to_have_text("vast.txt is larger than 25.0 MB.")
    expect(waiting).to_have_count(0)
    hand_over(person, "drop", *(f"{number}.txt" for number in range(11)))

    expect(told.filter(has_text="A message takes 10 files at most.")).to_be_visible()
    expect(waiting.get_by_role("listitem")).to_have_count(10)
    expect(waiting.get_by_role("progressbar")).to_have_count(0)
