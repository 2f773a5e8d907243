/** How far a request had come: nothing sent, sent, or an answer begun. */
export type Phase = 'connecting' | 'asked' | 'answering';

export type Failing =
  /** The engine answered with a status that is no success. */
  | { readonly how: 'answered'; readonly status: number }
  /** The connection failed or broke off. `reused`: it had served another request before. */
  | {
      readonly how: 'lost';
      readonly phase: Phase;
      readonly errno: string | undefined;
      readonly reused: boolean;
    }
  /** Given up on our side. */
  | { readonly how: 'given-up'; readonly phase: Phase; readonly by: GivenUpBy };

export type GivenUpBy = 'caller' | 'deadline';

/** Why one request to the engine came to nothing. Holds nothing of what was sent: that may be secret. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly failing: Failing;

  constructor(failing: Failing, message: string) {
    super(message);
    this.failing = failing;
  }
}
