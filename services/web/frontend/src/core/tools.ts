// What tools there are, as the runner describes them; asked for when somebody wants to change a call.
import type { ToolSpec } from "../contract.gen";
import { api } from "./api";
import { Cell } from "./cell";
import { ApiError } from "./http";

export const tools = new Cell<ToolSpec[]>([]);

/** Without an answer what is known stays: a call can still be changed as plain JSON. */
export async function loadTools(): Promise<void> {
  try {
    tools.set((await api.tools()).tools);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
