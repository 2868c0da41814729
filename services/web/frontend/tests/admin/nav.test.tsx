// While somebody waits for a decision, every admin page says so.
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { AdminNav } from "../../src/admin/AdminNav";
import { Page } from "../../src/admin/parts/Page";
import { hearWaiting } from "../../src/core/waiting";
import { row } from "../fakes/things";

test("how many wait stands at the overview's link, and a mark in the title", () => {
  render(
    <>
      <AdminNav onSkip={() => undefined} />
      <Page title="Usage">nothing</Page>
    </>,
  );
  expect(screen.getByRole("link", { name: "Overview" })).toBeTruthy();
  expect(document.title).toMatch(/^Usage/);

  act(() => hearWaiting([row("a", {}, { waiting: true }), row("b", {}, { waiting: true }), row("c")], []));

  expect(screen.getByRole("link", { name: /^Overview ?2$/ })).toBeTruthy();
  expect(document.title).toMatch(/^◆ .*Usage/);
});

test("the first thing that keys come to leads past all the places", async () => {
  const skip = vi.fn();
  render(<AdminNav onSkip={skip} />);

  await userEvent.tab();
  await userEvent.keyboard("{Enter}");

  expect(document.activeElement?.textContent).toBe("To the page itself");
  expect(skip).toHaveBeenCalledOnce();
});
