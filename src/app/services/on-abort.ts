/**
 * Acts once `happened` aborts, or at once if it has, unless `over` does before. Takes its listener away itself: Node
 * forgets to, with `{ signal }`, when memory is tidied and another listener came to the same signal since. It listens on a
 * signal of its own, for Node takes many listeners on one, such as those of all tasks, for a leak.
 */
export function onAbort(happened: AbortSignal, over: AbortSignal, act: () => void): void {
  if (over.aborted) return;
  if (happened.aborted) {
    act();
    return;
  }
  const heard = AbortSignal.any([happened]);
  const forget = (): void => {
    heard.removeEventListener('abort', acting);
    over.removeEventListener('abort', forget);
  };
  const acting = (): void => {
    forget();
    act();
  };
  heard.addEventListener('abort', acting);
  over.addEventListener('abort', forget);
}
