// The agents' page: switches that are saved at once, and what happens when they are not.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AgentList } from "../../src/admin/agents/AgentList";
import { AgentPage } from "../../src/admin/agents/AgentPage";
import type { Agent } from "../../src/contract.gen";
import { keepDraft, recallDraft } from "../../src/admin/agents/drafts";
import { notices } from "../../src/ui/notify";
import { agent } from "../fakes/agents";
import { FakeParley, refusal, type Asked, type Reply } from "../fakes/parley";

const tool = { title: "", parameters: {}, effect: "pure", source: "built-in", asks: "never", unavailable: null };
const skill = { description: "", place: "here", always: false, warnings: [], unusable: null, uses: [] };
let atlas = agent("atlas");
let parley: FakeParley;

beforeEach(() => {
  notices.set([]);
  atlas = agent("atlas", { tools: ["weather"], skills: ["brief@old"] });
  parley = new FakeParley();
  parley.answer = answer;
  vi.stubGlobal("fetch", parley.fetch);
});

function answer({ method, path, body }: Asked): Reply {
  if (path === "/api/agents") return { status: 200, body: { agents: [atlas] } };
  if (path === "/api/skills") return { status: 200, body: { skills: [{ ...skill, name: "brief", pin: "brief@new" }] } };
  if (path === "/api/tools") {
    const broken = { ...tool, name: "shell", description: "", unavailable: "no sandbox" };
    return { status: 200, body: { tools: [{ ...tool, name: "weather", description: "" }, broken] } };
  }
  if (method === "GET" && path === "/api/agents/atlas") return { status: 200, body: atlas };
  if (path === "/api/skills/brief/approve") {
    atlas = { ...atlas, skills: [(body as { pin: string }).pin], revision: atlas.revision + 1 };
    return { status: 200, body: atlas };
  }
  if (method !== "PATCH") return { status: 404 };
  const { was, ...change } = body as Partial<Agent> & { was?: Partial<Agent> };
  for (const [field, stood] of Object.entries(was ?? {})) {
    if (JSON.stringify(atlas[field as keyof Agent]) !== JSON.stringify(stood))
      return refusal(409, "agent_changed", `${field}: it was changed meanwhile, look at it again`);
  }
  atlas = { ...atlas, ...change, revision: atlas.revision + 1 };
  return { status: 200, body: atlas };
}

afterEach(() => {
  cleanup(); // a form that is still there would keep what is written in it
  keepDraft("atlas", null);
});

const patches = () => parley.asked.filter((each) => each.method === "PATCH").map((each) => each.body);

test("a switch is saved at once and can be taken back", async () => {
  render(<AgentList />);
  const weather = await screen.findByRole("switch", { name: "weather" });

  await userEvent.click(weather);
  await vi.waitFor(() => expect(notices.get()).toHaveLength(1));
  expect(weather.getAttribute("aria-checked")).toBe("false");
  notices.get()[0]?.action?.run();
  await vi.waitFor(() => expect(weather.getAttribute("aria-checked")).toBe("true"));

  expect(notices.get()[0]?.text).toBe("weather is off for Atlas.");
  expect(patches()).toEqual([
    { tools: [], was: { tools: ["weather"] } },
    { tools: ["weather"], was: { tools: [] } },
  ]);
});

test("a switch that could not be saved goes back and says why", async () => {
  render(<AgentList />);
  const weather = await screen.findByRole("switch", { name: "weather" });
  parley.answer = () => refusal(503, "unavailable", "the store does not answer");

  await userEvent.click(weather);

  await vi.waitFor(() => expect(weather.getAttribute("aria-checked")).toBe("true"));
  expect(notices.get()[0]?.text).toBe("It could not be saved: the store does not answer");
});

test("a skill that changed since is off, and switching it on approves the new one", async () => {
  render(<AgentList />);
  const brief = await screen.findByRole("switch", { name: /^brief/ });
  expect(brief.getAttribute("aria-checked")).toBe("false");
  expect(screen.getByText("changed since it was switched on")).toBeTruthy();

  await userEvent.click(brief);

  await vi.waitFor(() => expect(brief.getAttribute("aria-checked")).toBe("true"));
  expect(parley.asked.find((each) => each.method === "POST")?.body).toEqual({ agent_id: "atlas", pin: "brief@new" });
});

test("a tool that can't be used here says why and can't be switched on", async () => {
  render(<AgentList />);

  const shell = await screen.findByRole("switch", { name: /^shell/ });

  expect(shell.hasAttribute("data-disabled")).toBe(true);
  expect(screen.getByText("shell: no sandbox")).toBeTruthy();
});

test("a list that does not come says why and is asked for again", async () => {
  parley.answer = () => refusal(503, "unavailable", "the store does not answer");
  render(<AgentList />);
  await screen.findByRole("alert");
  parley.answer = answer;

  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(await screen.findByRole("switch", { name: "weather" })).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a list that does not come is asked for again by itself while a service is away", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  parley.answer = () => refusal(503, "unavailable", "the store does not answer");
  render(<AgentList />);
  await screen.findByRole("alert");
  parley.answer = answer;

  await vi.advanceTimersByTimeAsync(3000);

  expect(await screen.findByRole("switch", { name: "weather" })).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  vi.useRealTimers();
});

test("a new agent gets a name that is free now, whatever the page knows", async () => {
  render(<AgentList />);
  await screen.findByRole("switch", { name: "weather" });
  atlas = { ...atlas, name: "New agent" }; // meanwhile, in another tab

  await userEvent.click(screen.getByRole("button", { name: "New agent" }));

  await vi.waitFor(() => {
    const made = parley.asked.find(({ method, path }) => method === "POST" && path === "/api/agents");
    expect(made?.body).toMatchObject({ change: { name: "New agent (copy)" } });
  });
});

test("what was written and not saved is there when one comes back, and the list says so", async () => {
  const form = render(<AgentPage agentId="atlas" />);
  await userEvent.type(await screen.findByLabelText("Description"), "Plans gardens");
  form.unmount();

  const list = render(<AgentList />);
  expect(await screen.findByText("changes not saved")).toBeTruthy();
  list.unmount();
  render(<AgentPage agentId="atlas" />);

  expect((await screen.findByLabelText<HTMLInputElement>("Description")).value).toBe("Plans gardens");
  await userEvent.click(screen.getByRole("button", { name: "Discard changes" }));
  expect(screen.getByLabelText<HTMLInputElement>("Description").value).toBe("");
});

const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
const fieldOf = (name: string) => screen.findByLabelText<HTMLInputElement>(name);

/** Holds the answers to what is saved, until the function it gives is called. */
function holdSaving(): () => void {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const answer = parley.fetch(path, init);
    if (init.method === "PATCH") await held;
    return answer;
  });
  return letGo;
}

test("what was saved is not kept as unsaved by one who left before the answer came", async () => {
  const letGo = holdSaving();
  const form = render(<AgentPage agentId="atlas" />);
  await userEvent.type(await screen.findByLabelText("Description"), "Plans gardens");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  form.unmount();
  expect(recallDraft("atlas")).toBeDefined();

  letGo();

  await vi.waitFor(() => expect(recallDraft("atlas")).toBeUndefined());
});

test("blanks around what was saved are no change that is left", async () => {
  render(<AgentPage agentId="atlas" />);
  await userEvent.type(await fieldOf("Description"), "Plans gardens ");

  await save();

  await vi.waitFor(() => expect(notices.get()[0]?.text).toBe("Saved"));
  expect(screen.queryByRole("group", { name: "Changed elsewhere meanwhile" })).toBeNull();
  expect(recallDraft("atlas")).toBeUndefined();
});

test("what is written while it is being saved stays and is not saved yet", async () => {
  const letGo = holdSaving();
  render(<AgentPage agentId="atlas" />);
  const description = await screen.findByLabelText<HTMLInputElement>("Description");
  await userEvent.type(description, "Plans");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await userEvent.type(description, " gardens");

  letGo();

  await vi.waitFor(() => expect(notices.get()).toHaveLength(1));
  expect(description.value).toBe("Plans gardens");
  const discard = screen.getByRole<HTMLButtonElement>("button", { name: "Discard changes" });
  await vi.waitFor(() => expect(discard.disabled).toBe(false));
});

test("what waits to be saved takes nothing back that was changed elsewhere meanwhile", async () => {
  const form = render(<AgentPage agentId="atlas" />);
  await userEvent.type(await screen.findByLabelText("Description"), "Plans gardens");
  form.unmount();
  atlas = { ...atlas, instructions: "Speak of roses." };

  render(<AgentPage agentId="atlas" />);

  expect((await screen.findByLabelText<HTMLInputElement>("Description")).value).toBe("Plans gardens");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await vi.waitFor(() => expect(patches()).toHaveLength(1));
  expect(patches()).toEqual([{ description: "Plans gardens", was: { description: "" } }]);
});

test("a form sends only what was changed in it, and shows what was changed elsewhere", async () => {
  render(<AgentPage agentId="atlas" />);
  await userEvent.type(await fieldOf("Description"), "Plans gardens");
  atlas = { ...atlas, instructions: "Speak of roses." }; // meanwhile, in another tab

  await save();

  await vi.waitFor(() => expect(atlas.description).toBe("Plans gardens"));
  expect(atlas.instructions).toBe("Speak of roses.");
  await vi.waitFor(async () => expect((await fieldOf("Instructions")).value).toBe("Speak of roses."));
});

test("what was changed here and elsewhere is saved only when somebody has chosen", async () => {
  render(<AgentPage agentId="atlas" />);
  await userEvent.type(await fieldOf("Description"), "Plans gardens");
  atlas = { ...atlas, description: "Plans meals" };
  await save();
  const mine = await screen.findByRole("button", { name: "Keep mine: Description" });

  expect(screen.getByText("Plans meals")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save" }).disabled).toBe(true);
  expect(atlas.description).toBe("Plans meals");
  await userEvent.click(mine);
  expect(document.activeElement?.className).toBe("save-bar"); // the button that had it is gone
  await save();

  await vi.waitFor(() => expect(atlas.description).toBe("Plans gardens"));
  expect(screen.queryByRole("group", { name: "Changed elsewhere meanwhile" })).toBeNull();
});

test("a save that nobody answered and that arrived all the same is nobody else's", async () => {
  render(<AgentPage agentId="atlas" />);
  const description = await fieldOf("Description");
  await userEvent.type(description, "Plans");
  parley.answer = () => refusal(503, "unavailable", "the service 'store' does not answer");
  await save();
  await screen.findByText("the service 'store' does not answer");
  parley.answer = answer;
  atlas = { ...atlas, description: "Plans", revision: 2 }; // by then

  await userEvent.type(description, " gardens");
  await save();

  await vi.waitFor(() => expect(atlas.description).toBe("Plans gardens"));
  expect(screen.queryByRole("group", { name: "Changed elsewhere meanwhile" })).toBeNull();
});

test("what stands elsewhere can be taken instead", async () => {
  render(<AgentPage agentId="atlas" />);
  await userEvent.type(await fieldOf("Description"), "Plans gardens");
  atlas = { ...atlas, description: "Plans meals" };
  await save();

  await userEvent.click(await screen.findByRole("button", { name: "Take theirs: Description" }));

  expect((await fieldOf("Description")).value).toBe("Plans meals");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save" }).disabled).toBe(true);
  expect(patches()).toHaveLength(1);
});

test("a switch keeps what was switched elsewhere meanwhile", async () => {
  render(<AgentList />);
  const weather = await screen.findByRole("switch", { name: "weather" });
  atlas = { ...atlas, tools: ["weather", "shell"] };

  await userEvent.click(weather);

  await vi.waitFor(() => expect(atlas.tools).toEqual(["shell"]));
});

test("the browser asks nobody for changes to an agent that was deleted elsewhere", async () => {
  keepDraft("gone", { description: { value: "Plans gardens", was: "" } });
  const leaving = () => fireEvent(window, new Event("beforeunload", { cancelable: true }));
  expect(leaving()).toBe(false);

  render(<AgentList />);

  await screen.findByRole("switch", { name: "weather" });
  expect(leaving()).toBe(true);
});

test("of many agents one is looked for, and what they have is not there before it is opened", async () => {
  const others = [..."bcdefghij"].map((letter) => agent(`agent-${letter}`, { model: `demo/${letter}` }));
  parley.answer = (asked) =>
    asked.path === "/api/agents" ? { status: 200, body: { agents: [atlas, ...others] } } : answer(asked);
  render(<AgentList />);

  await userEvent.type(await screen.findByRole("searchbox", { name: "Find an agent" }), "demo ATLAS");

  expect(screen.getAllByRole("link").map((link) => link.textContent)).toEqual(["Atlas"]);
  expect(screen.queryByRole("switch")).toBeNull();
  await userEvent.click(screen.getByText("Tools"));
  expect(await screen.findByRole("switch", { name: "weather" })).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox"), "nobody");
  expect(screen.getByText("No agent fits this.")).toBeTruthy();
});

test("a file that holds something else than an agent is not sent", async () => {
  render(<AgentList />);
  await screen.findByRole("switch", { name: "weather" });
  const before = parley.asked.length;

  await userEvent.upload(screen.getByLabelText<HTMLInputElement>("Import"), new File(["[]"], "a.json", { type: "application/json" }));

  const told = "It could not be imported: a.json holds no agent that Parley saved.";
  await vi.waitFor(() => expect(notices.get()[0]?.text).toBe(told));
  expect(parley.asked).toHaveLength(before);
});
