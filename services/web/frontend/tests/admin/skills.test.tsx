// A skill's page: what it says, what changed in it, and the word that it is good.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { SkillPage } from "../../src/admin/skills/SkillPage";
import { notices } from "../../src/ui/notify";
import { agent } from "../fakes/agents";
import { FakeParley, refusal, type Asked, type Reply } from "../fakes/parley";

const use = { agent_id: "atlas", agent_name: "Atlas", pin: "brief@old", changed: true };
const brief = {
  ...{ name: "brief", description: "Briefs.", place: "/skills/brief", pin: "brief@new", always: false },
  ...{ warnings: [], unusable: null as string | null, uses: [use] },
};
const file = { path: "SKILL.md", state: "changed", diff: "@@ -1 +1 @@\n-Be long.\n+Be short.\n" };
const diff = { name: "brief", since: "brief@old", pin: "brief@new", known: true, files: [file] };
let parley: FakeParley;

beforeEach(() => {
  notices.set([]);
  parley = new FakeParley();
  parley.answer = answer;
  vi.stubGlobal("fetch", parley.fetch);
});

function answer({ path }: Asked): Reply {
  if (path === "/api/agents") return { status: 200, body: { agents: [agent("atlas", { skills: ["brief@old"] })] } };
  if (path === "/api/skills/brief") return { status: 200, body: { skill: brief, text: "Be short.", files: ["a.csv"] } };
  if (path === "/api/skills/brief/diff?since=brief%40old") return { status: 200, body: diff };
  if (path === "/api/skills/brief/approve") return { status: 200, body: agent("atlas", { skills: ["brief@new"] }) };
  return { status: 404 };
}

const posts = () => parley.asked.filter((each) => each.method === "POST").map((each) => each.body);

test("what changed is shown, and exactly that is approved", async () => {
  render(<SkillPage name="brief" />);

  const shown = await screen.findByLabelText("Changes in SKILL.md");
  await userEvent.click(screen.getByRole("button", { name: "Approve for Atlas" }));

  expect(shown.textContent).toBe("@@ -1 +1 @@\n-Be long.\n+Be short.\n");
  await vi.waitFor(() => expect(posts()).toEqual([{ agent_id: "atlas", pin: "brief@new" }]));
});

test("what was changed again meanwhile is refused with the reason", async () => {
  render(<SkillPage name="brief" />);
  const approve = await screen.findByRole("button", { name: "Approve for Atlas" });
  parley.answer = (asked) =>
    asked.path.endsWith("/approve") ? refusal(409, "skill_changed", "it is another one by now") : answer(asked);

  await userEvent.click(approve);

  await vi.waitFor(() => expect(notices.get()[0]?.text).toBe("It was not approved: it is another one by now"));
});

test("an old version that was not kept can be approved after reading", async () => {
  const unknown = { ...diff, known: false, files: [] };
  parley.answer = (asked) => (asked.path.includes("/diff") ? { status: 200, body: unknown } : answer(asked));
  render(<SkillPage name="brief" />);

  expect(await screen.findByText(/was not kept, so nothing can be compared/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Approve for Atlas" })).toBeTruthy();
});

test("a skill that can't be used says why and can't be switched on", async () => {
  const bad = { ...brief, pin: null, unusable: "it has no description", uses: [] };
  const none = agent("atlas", { skills: [] });
  parley.answer = ({ path }) =>
    path === "/api/agents"
      ? { status: 200, body: { agents: [none] } }
      : { status: 200, body: { skill: bad, text: "", files: [] } };
  render(<SkillPage name="brief" />);

  expect(await screen.findByText("it has no description")).toBeTruthy();
  expect(screen.getByRole("switch", { name: "Atlas" }).hasAttribute("data-disabled")).toBe(true);
});
