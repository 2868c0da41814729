// Whether this browser is signed in.
import { api } from "./api";
import { Retries } from "./backoff";
import { Cell } from "./cell";
import { ApiError, refusals } from "./http";

export type Session =
  { state: "checking" } | { state: "in" } | { state: "out"; problem: "none" | "wrongToken" } | { state: "unreachable" };

const retries = new Retries();

export const session = new Cell<Session>({ state: "checking" });

refusals.subscribe(() => session.set({ state: "out", problem: "none" }));

/** The token in what somebody pasted: the token itself, or the whole address that was printed with it. */
export function tokenIn(pasted: string): string {
  return /[#&]token=([^&\s]+)/.exec(pasted)?.[1] ?? pasted.trim();
}

/** Takes the token out of the address before anything else happens, so that it stays in no history. */
export function takeTokenFromAddress(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}

/** A tab that is open already is given the printed address: only what follows "#" changes, nothing is loaded anew. */
export function watchAddress(): void {
  addEventListener("hashchange", () => {
    const token = takeTokenFromAddress();
    if (token !== null) void beginSession(token);
  });
}

/** Opens the door with the token, else with an earlier sign-in; asks again for as long as nobody answers. */
export async function beginSession(token: string | null): Promise<void> {
  try {
    if (token !== null && (await isAccepted(api.signIn(token)))) return session.set({ state: "in" });
    const signedIn = await isAccepted(api.session());
    session.set(signedIn ? { state: "in" } : { state: "out", problem: token === null ? "none" : "wrongToken" });
    retries.begin();
  } catch {
    session.set({ state: "unreachable" });
    setTimeout(() => void beginSession(token), retries.next());
  }
}

/** Throws when nobody answers. */
export async function signIn(token: string): Promise<void> {
  const accepted = await isAccepted(api.signIn(token));
  session.set(accepted ? { state: "in" } : { state: "out", problem: "wrongToken" });
}

/** After a refused socket: was it the sign-in? Nothing changes while nobody answers. */
export async function checkSession(): Promise<void> {
  const accepted = await isAccepted(api.session()).catch(() => true);
  if (!accepted) session.set({ state: "out", problem: "none" });
}

export async function signOut(): Promise<void> {
  await api.signOut();
  session.set({ state: "out", problem: "none" });
}

async function isAccepted(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof ApiError && !error.passing) return false;
    throw error;
  }
}
