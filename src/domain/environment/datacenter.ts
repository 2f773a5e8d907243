import type { Job } from '../model/job.js';

/** The name that an agent of Nomad has when it is given none. */
const unnamed = 'dc1';

/** A host is in one datacenter, and a job may name patterns for several: it is the first that is named outright. */
export const datacenterOf = ({ datacenters }: Job): string =>
  datacenters.find((name) => !name.includes('*')) ?? unnamed;
