/** What `act` answers of each item, in their order; no more than `limit` are under way at once. */
export async function atMost<T, Answered>(
  limit: number,
  items: readonly T[],
  act: (item: T) => Promise<Answered>,
): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) answers[index] = await act(item);
  };
  await Promise.all(Array.from({ length: limit }, work));
  return answers;
}
