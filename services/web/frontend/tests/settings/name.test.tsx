// What a person is called.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { personName } from "../../src/core/person";
import { Settings } from "../../src/settings/Settings";

test("a name that was typed is kept when the settings are closed by the keyboard", async () => {
  const { unmount } = render(<Settings onClose={() => unmount()} />);

  await userEvent.type(await screen.findByRole("textbox", { name: /Your name/ }), "Ada{Escape}");

  expect(screen.queryByRole("textbox", { name: /Your name/ })).toBeNull();
  expect(personName.get()).toBe("Ada");
});
