/** How far an image has come, over all layers known so far. */
export interface PullProgress {
  readonly layers: number;
  readonly layersDone: number;
  readonly bytes: number;
  /** Zero while no layer has told its size. */
  readonly bytesTotal: number;
}

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  readonly server: string | undefined;
}
