/**
 * What a task of the contract suites does. Every adapter is judged by the same deeds: real ones get them as a shell
 * script, the one in memory as a behaviour. A deed that waits says `ready` on stdout once it does.
 */
export type Deed =
  | { readonly do: 'exit'; readonly code: number }
  /** Lines `out N` on stdout and `err N` on stderr in turn, N from 1; then ends with 0. */
  | { readonly do: 'print'; readonly lines: number }
  /** Each of the 256 bytes once on stdout, then `end` without a newline; then ends with 0. */
  | { readonly do: 'print-all-bytes' }
  /** One line of `length` times `x` on stdout; then ends with 0. */
  | { readonly do: 'print-long-line'; readonly length: number }
  /** `mebibytes` of lines of zeros on stdout as fast as they are taken; then ends with 0. */
  | { readonly do: 'flood'; readonly mebibytes: number }
  /** Runs until SIGTERM, then ends with 3. */
  | { readonly do: 'obey' }
  /** Says `no` on stdout at each SIGTERM and goes on. */
  | { readonly do: 'ignore' }
  /** Runs until it is killed. */
  | { readonly do: 'wait' }
  /** Ends as a shell does whose command was ended by SIGSEGV. */
  | { readonly do: 'segfault' }
  /** Takes memory until the kernel ends it. */
  | { readonly do: 'eat-memory' }
  /** Leaves behind a child that ignores all signals it can; goes on itself or ends with 0. */
  | { readonly do: 'fork'; readonly then: 'wait' | 'end' }
  /** Tells `describeSelf` of itself, leaves a word in `/tmp/wharf-word`, says `ready`, and runs until it is killed. */
  | { readonly do: 'tell-self' }
  /** Its command is nowhere to be found. */
  | { readonly do: 'not-there' };
