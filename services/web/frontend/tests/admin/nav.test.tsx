// While somebody waits for a decision, every admin page says so.
import { act, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AdminNav } from "../../src/admin/AdminNav";
import { Page } from "../../src/admin/parts/Page";
import { hearWaiting } from "../../src/core/waiting";
import { row } from "../fakes/things";

test("how many wait stands at the overview's link, and a mark in the title", () => {
  render(
    <>
      <AdminNav />
      <Page title="Usage">nothing</Page>
    </>,
  );
  expect(screen.getByRole("link", { name: "Overview" })).toBeTruthy();
  expect(document.title).toMatch(/^Usage/);

  act(() => hearWaiting([row("a", {}, { waiting: true }), row("b", {}, { waiting: true }), row("c")], []));

  expect(screen.getByRole("link", { name: /^Overview ?2$/ })).toBeTruthy();
  expect(document.title).toMatch(/^◆ .*Usage/);
});
