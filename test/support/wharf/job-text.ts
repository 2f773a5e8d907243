/** A task of a job file, as short as tests want it. Shell scripts need no quoting. */
export interface TaskText {
  readonly name?: string;
  readonly driver: 'exec' | 'docker' | 'raw_exec';
  readonly script: string;
  /** More lines for the task's block. */
  readonly rest?: string;
}

/** A batch job of one group, as somebody would write it; tasks are not started again unless `rest` says so. */
export const jobText = (tasks: readonly TaskText[], rest = ''): string => `
job "test" {
  type = "batch"
  group "group" {
    ${rest}
    restart {
      attempts = 0
      mode     = "fail"
    }
    ${tasks.map(taskText).join('\n')}
  }
}
`;

const taskText = ({ name = 'task', driver, script, rest = '' }: TaskText): string => `
    task "${name}" {
      driver = "${driver}"
      config {
        ${driver === 'docker' ? 'image = "busybox:local"' : ''}
        command = "/bin/sh"
        args    = ["-c", <<-SCRIPT
${script.replaceAll('${', '$${').replaceAll('%{', '%%{')}
          SCRIPT
        ]
      }
      ${rest}
    }`;
