import { HttpAgentClient } from '../../adapters/http-api/client/http-agent-client.js';
import type { AgentClient, Patience } from '../agent-client.js';
import type { Settings } from '../config/settings.js';

/** The agent that listens where the settings say. Nothing is asked of it until it is asked for. */
export const openAgent = ({ api }: Settings, patience: Patience): AgentClient =>
  new HttpAgentClient(api.socket, patience);
