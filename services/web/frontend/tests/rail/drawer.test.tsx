// The list of threads on a phone.
import { act, render, screen } from "@testing-library/react";
import { createRef } from "react";
import { navigate } from "wouter/use-browser-location";
import { afterEach, expect, test } from "vitest";
import { railOpen } from "../../src/rail/RailButton";
import { RailDrawer } from "../../src/rail/RailDrawer";

afterEach(() => {
  railOpen.set(false);
  navigate("/");
});

test("a list that was called before it was loaded stays until something in it is chosen", () => {
  railOpen.set(true);

  render(<RailDrawer searchField={createRef<HTMLInputElement>()} />);
  expect(screen.getByRole("navigation", { name: "Threads" })).toBeTruthy();
  expect(railOpen.get()).toBe(true);

  act(() => navigate("/chat/th1"));
  expect(railOpen.get()).toBe(false);
});
