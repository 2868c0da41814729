// What an agent plans to do.
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Plan } from "../../src/chat/Plan";

test("a plan shows each step with its state while something is left", () => {
  render(
    <Plan
      todos={[
        { text: "Dig", state: "completed" },
        { text: "Plant", state: "in_progress" },
      ]}
    />,
  );

  expect(screen.getAllByRole("listitem").map((each) => each.textContent)).toEqual(["Dig", "Plant"]);
  expect(screen.getAllByRole("img").map((each) => each.getAttribute("aria-label"))).toEqual(["done", "in progress"]);
});

test("a plan with nothing left is not shown", () => {
  render(
    <Plan
      todos={[
        { text: "Dig", state: "completed" },
        { text: "Plant", state: "cancelled" },
      ]}
    />,
  );

  expect(screen.queryByText("Dig")).toBeNull();
});
