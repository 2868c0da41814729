// What the messages of a thread come to: who spoke, how many tools were called, which files there are.
import type { FileRef, Message } from "../../contract.gen";

export interface Summary {
  agentIds: string[];
  /** Names of those who told one. */
  people: string[];
  calls: number;
  files: FileRef[];
}

export function sumUp(messages: readonly Message[]): Summary {
  const agentIds = new Set<string>();
  const people = new Set<string>();
  const files = new Map<string, FileRef>();
  let calls = 0;
  for (const message of messages) {
    if (message.role === "assistant" && message.agent_id !== null) agentIds.add(message.agent_id);
    if (message.role === "user" && message.sender !== null) people.add(message.sender);
    for (const file of filesOf(message)) files.set(file.id, file);
    for (const part of message.parts) if (part.kind === "tool") calls++;
  }
  return { agentIds: [...agentIds], people: [...people], calls, files: [...files.values()] };
}

function filesOf({ attachments, artifacts, parts }: Message): FileRef[] {
  return [...attachments, ...artifacts, ...parts.flatMap((part) => (part.kind === "tool" ? part.artifacts : []))];
}
