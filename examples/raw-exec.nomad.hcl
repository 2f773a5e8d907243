# A process in the namespaces of the host, as the user that runs wharf. The driver is off unless the agent's
# configuration turns it on:
#
#   { "raw_exec": { "enabled": true } }
job "raw-exec" {
  type = "batch"

  group "raw-exec" {
    task "look" {
      driver = "raw_exec"

      config {
        command = "/bin/sh"
        args    = ["-c", "echo process $$ of $(uname -n)"]
      }
    }
  }
}
