// A menu is only a button until it is pressed.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { IconButton } from "../../src/ui/Button";
import { Menu, MenuItem } from "../../src/ui/Menu";

function show() {
  const chosen = vi.fn<() => void>();
  render(
    <Menu trigger={<IconButton icon="more" label="More" />}>
      <MenuItem onClick={chosen}>Rename</MenuItem>
    </Menu>,
  );
  return chosen;
}

test("a press opens it, and what is chosen is done", async () => {
  const chosen = show();
  expect(screen.getByRole("button", { name: "More" }).getAttribute("aria-expanded")).toBe("false");

  await userEvent.click(screen.getByRole("button", { name: "More" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Rename" }));

  expect(chosen).toHaveBeenCalledOnce();
});

test.each(["{Enter}", "{ArrowDown}"])("%s opens it, and Escape leads back to the button", async (key) => {
  show();
  await userEvent.tab();

  await userEvent.keyboard(key);
  await screen.findByRole("menuitem", { name: "Rename" });
  await userEvent.keyboard("{Escape}");

  await vi.waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "More" }));
});
