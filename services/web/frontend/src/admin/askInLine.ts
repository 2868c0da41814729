// Asks one question at a time: who wants to know meanwhile gets an answer that was asked for afterwards.

export interface Line {
  ask: () => void;
  /** No answer is told any more. */
  end: () => void;
}

export function askInLine<T>(
  question: () => Promise<T>,
  tell: (answer: T) => void,
  fail: (error: unknown) => void,
): Line {
  let asking = false;
  let wanted = false;
  let ended = false;

  const run = async () => {
    while (wanted && !ended) {
      wanted = false;
      try {
        const answer = await question();
        if (!ended) tell(answer);
      } catch (error) {
        if (!ended) fail(error);
      }
    }
    asking = false;
  };
  const ask = () => {
    wanted = true;
    if (asking) return;
    asking = true;
    void run();
  };
  return { ask, end: () => (ended = true) };
}
