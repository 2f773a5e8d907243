/**
 * Which keywords of a job take a name after them, and what is known of the blocks in them. The content of a keyword
 * that isn't listed is free, as a driver's config is.
 */
export interface LabelRule {
  readonly named: boolean;
  readonly inside?: LabelRules;
}

export type LabelRules = Readonly<Record<string, LabelRule>>;

const plain: LabelRule = { named: false };
const named: LabelRule = { named: true };
const network: LabelRule = { named: false, inside: { port: named, dns: plain } };

const task: LabelRules = {
  config: plain,
  env: plain,
  meta: plain,
  resources: { named: false, inside: { network, device: named } },
  restart: plain,
  logs: plain,
  lifecycle: plain,
  template: plain,
  artifact: plain,
  volume_mount: plain,
  service: plain,
  action: named,
  secret: named,
  scaling: named,
};

export const jobRules: LabelRules = {
  meta: plain,
  group: {
    named: true,
    inside: {
      task: { named: true, inside: task },
      volume: named,
      network,
      restart: plain,
      meta: plain,
      service: plain,
      ephemeral_disk: plain,
    },
  },
  task: { named: true, inside: task },
};
