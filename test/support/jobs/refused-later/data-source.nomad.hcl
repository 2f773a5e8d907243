# wrong: job.data-source.group.g.task.t.template[0].data | needs Consul
job "data-source" {
  group "g" {
    task "t" {
      driver = "exec"
      config {
        command = "/bin/true"
      }
      template {
        data        = "{{ key \"app/secret\" }}"
        destination = "secrets/x"
      }
    }
  }
}
