// One request to Parley's API, and what can go wrong with it.
import type { ErrorBody } from "../contract.gen";
import { t } from "../i18n";
import { sayFact } from "../i18n/facts";
import { Cell } from "./cell";

const TIME_LIMIT = 20_000; // ms

export class ApiError extends Error {
  /** The HTTP status; 0 when nobody answered. */
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly retryAfter: number | null; // ms

  constructor(status: number, code: string, message: string, field: string | null, retryAfter: number | null) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /** Asking again may help: nobody answered, a service is away, or we asked too fast. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** Whether the same request may go well a little later. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && error.passing;
}

/** Counts the 401s: whoever shows the sign-in page watches it. */
export const refusals = new Cell(0);

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Answer<T> {
  status: number;
  body: T;
}

export async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  timeLimit: number = TIME_LIMIT,
): Promise<Answer<T>> {
  const response = await send(method, path, body, timeLimit);
  const text = await response.text().catch(() => null);
  if (response.ok) return { status: response.status, body: readBody(text) as T };
  if (response.status === 401 && path !== "/api/session") refusals.update((count) => count + 1);
  throw readError(response, text ?? "");
}

async function send(method: Method, path: string, body: unknown, timeLimit: number): Promise<Response> {
  const init: RequestInit = { method, credentials: "same-origin", signal: AbortSignal.timeout(timeLimit) };
  if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, init);
  } catch {
    throw noAnswer();
  }
}

/** A service that died in the middle of its answer has not answered; nor has a proxy that says something else. */
function readBody(text: string | null): unknown {
  if (text === "") return null;
  try {
    if (text !== null) return JSON.parse(text) as unknown;
  } catch {
    // As below.
  }
  throw noAnswer();
}

function noAnswer(): ApiError {
  return new ApiError(0, "unreachable", t.request.unreachable, null, null);
}

function readError(response: Response, text: string): ApiError {
  const seconds = Number(response.headers.get("Retry-After"));
  const retryAfter = seconds > 0 ? seconds * 1000 : null;
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    return new ApiError(response.status, error.code, sayFact(error.message, error.code, error.fact), error.field, retryAfter);
  } catch {
    return new ApiError(response.status, "unknown", response.statusText || `HTTP ${response.status}`, null, retryAfter);
  }
}
