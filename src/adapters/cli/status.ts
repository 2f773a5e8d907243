/** What wharf itself ends with. A run of a job ends with what its tasks ended with. */
export const status = {
  well: 0,
  /** As `docker run`: the command itself failed; nothing was started, or everything was taken back. */
  failed: 125,
  /** 128 + SIGINT, as a shell has it. */
  interrupted: 130,
} as const;
