const telling =
  /PASS|SECRET|TOKEN|KEY|CREDENTIAL|PRIVATE|SIGNATURE|AUTH(?!OR)|AUTHORI[SZ]|[_.-]PWD$|(?:^|[_.-])PW$/i;
/** Names of places and switches, which are no secrets themselves: `NOMAD_SECRETS_DIR`, `TLS_KEY_FILE`. */
const harmless = /[_.-](?:DIR|DIRECTORY|FILE|PATH|SOCK|NAME|ID|TTL|ENABLED)$/i;
/** Half of what Vault takes for a login, and as secret as a password. */
const secretId = /SECRET[_.-]?ID$/i;

/** Whether a name says that its value should not be shown. A file's name is no secret; what is in it may be. */
export const isSecretName = (name: string): boolean =>
  telling.test(name) && (secretId.test(name) || !harmless.test(name));
