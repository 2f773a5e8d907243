# A server in a container and, beside it in the same network, a java program that asks it on 127.0.0.1. The program is
# compiled on the spot: javac comes with Debian's package default-jdk-headless, which `make run` installs.
job "sidecar-java" {
  type = "batch"

  group "pier" {
    network {
      mode = "bridge"
    }

    task "compile" {
      driver = "exec"

      lifecycle {
        hook = "prestart"
      }

      template {
        data        = <<-JAVA
          import java.net.URI;
          import java.net.http.HttpClient;
          import java.net.http.HttpRequest;
          import java.net.http.HttpResponse.BodyHandlers;

          public class Ask {
            public static void main(String[] words) throws Exception {
              var request = HttpRequest.newBuilder(URI.create(words[0])).build();
              for (int tries = 0; ; tries++) {
                try {
                  var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
                  System.out.println("asked " + words[0] + ", told: " + answer.body().trim());
                  return;
                } catch (java.net.ConnectException notYet) {
                  if (tries == 100) throw notYet;
                  Thread.sleep(100);
                }
              }
            }
          }
          JAVA
        destination = "local/Ask.java"
      }

      config {
        command = "javac"
        args    = ["-d", "/alloc/data", "/local/Ask.java"]
      }

      resources {
        memory = 512
      }
    }

    task "server" {
      driver = "docker"

      lifecycle {
        hook    = "prestart"
        sidecar = true
      }

      config {
        image   = "busybox:local"
        command = "/bin/sh"
        args = ["-c", <<-EOT
          echo 'the tide is high' > /tmp/tide
          trap exit TERM
          httpd -f -p 127.0.0.1:8080 -h /tmp &
          wait
          EOT
        ]
      }
    }

    task "client" {
      driver = "java"

      config {
        class      = "Ask"
        class_path = "/alloc/data"
        args       = ["http://127.0.0.1:8080/tide"]
      }

      resources {
        memory = 256
      }
    }
  }
}
