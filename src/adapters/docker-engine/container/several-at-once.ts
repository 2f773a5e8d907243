/** Half of the connections, so that other questions get through. */
const atOnce = 8;

/** What is answered of each, in their order; only so many are asked about at once. */
export async function severalAtOnce<T, Answer>(
  items: readonly T[],
  ask: (item: T) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}
