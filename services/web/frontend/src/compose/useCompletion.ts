// What can be completed at the caret, which of it is chosen, and what choosing it does.
import { useEffect, useState, type KeyboardEvent } from "react";
import type { Agent, Thread } from "../contract.gen";
import { agents } from "../core/agents";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { commands, type CommandPlace } from "./commands";
import { complete, findTrigger, rank, type Trigger } from "./completing";
import { useSkills } from "./useSkills";

const MOST = 8;

export interface Suggestion {
  key: string;
  name: string;
  about: string;
  hue: number | null;
  choose: () => void;
}

export interface Completion {
  suggestions: Suggestion[];
  chosen: number;
  label: string;
  /** Whether the key was one for the list. */
  onKey: (event: KeyboardEvent) => boolean;
}

interface CompletionOf {
  text: string;
  caret: number;
  agent: Agent | undefined;
  place: CommandPlace;
  write: (text: string, caret: number) => void;
  chooseAgent: (agentId: string) => void;
}

export function useCompletion({ text, caret, agent, place, write, chooseAgent }: CompletionOf): Completion {
  const all = useCell(agents);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const trigger = findTrigger(text, caret);
  const skills = useSkills(agent, trigger?.kind === "/");
  const sign = trigger && `${trigger.kind}${trigger.start}`;
  useEffect(() => setChosen(0), [text]);
  useEffect(() => setDismissed((before) => (sign === null ? null : before)), [sign]);

  const suggestions = trigger === null || dismissed === sign ? [] : suggest(trigger).slice(0, MOST);

  function suggest(found: Trigger): Suggestion[] {
    return found.kind === "@" ? rank(all, found.query, (each) => each.name).map(agentChoice) : slashChoices(found);
    function agentChoice(each: Agent): Suggestion {
      const choose = () => {
        chooseAgent(each.id);
        // In a room the name says to everybody who is meant, and it is what makes the room's own agent answer.
        write(...complete(text, found, isRoom(place.thread) ? `@${each.name}` : ""));
      };
      return { key: each.id, name: each.name, about: each.description || each.model, hue: each.hue, choose };
    }
  }

  function slashChoices(found: Trigger): Suggestion[] {
    const own = commands()
      .filter((command) => command.fits(place))
      .map(({ name, about, run }) => ({ name, about, choose: () => (write(...complete(text, found, "")), run(place)) }));
    const asked = skills.map((skill) => ({ ...skill, choose: () => write(...complete(text, found, `/${skill.name}`)) }));
    return rank([...own, ...asked], found.query, (each) => each.name).map((each) => ({
      ...each,
      key: each.name,
      name: `/${each.name}`,
      hue: null,
    }));
  }

  const onKey = (event: KeyboardEvent): boolean => {
    if (suggestions.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((chosen + step + suggestions.length) % suggestions.length);
    else if (event.key === "Escape") setDismissed(sign);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") suggestions[chosen]?.choose();
    else return false;
    event.preventDefault();
    return true;
  };
  return { suggestions, chosen, label: trigger?.kind === "@" ? t.composer.agents : t.composer.commands, onKey };
}

/** Where an agent answers only who asks for it. */
function isRoom(thread: Thread | null): boolean {
  return thread !== null && thread.respond_policy !== "always";
}
