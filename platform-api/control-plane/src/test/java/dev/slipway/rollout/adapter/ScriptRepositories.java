package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import dev.slipway.repository.Repositories;
import dev.slipway.test.NoRepositories;
import org.jspecify.annotations.NullUnmarked;

/**
 * Lets the shell of a busybox do what {@link FixtureServer} does, at a tenth of the speed
 * where it has to be measured: its clock counts hundredths of a second.
 */
@NullUnmarked
final class ScriptRepositories extends NoRepositories {

	private static final String SCRIPT = """
			echo starting version $VERSION
			if [ -n "$EXIT" ]; then echo no luck with version $VERSION; exit $EXIT; fi
			mkdir -p /tmp/www/cgi-bin
			cd /tmp/www
			[ "$READY" = never ] || echo ready > ready
			if [ -z "$ERRORS$DELAY" ]; then
			  printf %s $VERSION > index.html
			else
			  cd cgi-bin
			  cat > index.cgi <<"CGI"
			#!/bin/sh
			read a b < /proc/uptime
			[ -z "$DELAY" ] || sleep 0.$DELAY
			n=1; echo >> n; [ -z "$ERRORS" ] || n=$(($(wc -l < n) % (100 / ERRORS)))
			status="200 OK"; [ $n -ne 0 ] || status="500 Broken"
			read c d < /proc/uptime
			echo $((${c%.*}${c#*.} - ${a%.*}${a#*.})) $status >> requests
			printf "Status: %s\\r\\nContent-Type: text/plain\\r\\nContent-Length: %s\\r\\n" "$status" ${#VERSION}
			printf "Connection: close\\r\\n\\r\\n%s" $VERSION
			CGI
			  cat > metrics <<"CGI"
			#!/bin/sh
			printf "Content-Type: text/plain\\r\\n\\r\\n"
			awk -v bounds="0.01 0.02 0.05 0.1 0.11 0.12 0.13 0.14 0.15 0.2 0.21 0.22 0.23 0.24 0.25 0.3 0.5 1" '
			{
			  all++; bad += ($2 == 500); sum += $1 / 100
			  for (i = split(bounds, le, " "); i > 0 && $1 / 100 <= le[i]; i--) bucket[i]++
			}
			END {
			  name = "http_server_requests_seconds"; ok = "method=\\"GET\\",uri=\\"/\\",status=\\"200\\""
			  print "# TYPE " name " histogram"
			  for (i = 1; i <= split(bounds, le, " "); i++) print name "_bucket{" ok ",le=\\"" le[i] "\\"} " bucket[i] + 0
			  print name "_bucket{" ok ",le=\\"+Inf\\"} " all + 0
			  print name "_sum{" ok "} " sum + 0
			  print name "_count{" ok "} " all - bad
			  print name "_count{method=\\"GET\\",uri=\\"/\\",status=\\"500\\"} " bad + 0
			}' requests
			CGI
			  chmod +x index.cgi metrics
			  touch n requests
			fi
			trap "exit 0" TERM
			httpd -f -p 8080 -h /tmp/www & wait
			""";

	private static final String COMMAND = "\n          command:\n            - sh\n            - -c\n            - |\n"
			+ SCRIPT.indent(14).stripTrailing();

	private final Repositories fixtures;

	ScriptRepositories(Repositories fixtures) {
		this.fixtures = fixtures;
	}

	@Override
	public Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
		String all = new String(this.fixtures.readTree(team, name, commit, folder).get("deploy/all.yaml"),
				StandardCharsets.UTF_8);
		return Map.of("deploy/all.yaml",
				all.replace("          image: " + name, "          image: " + name + COMMAND)
					.replace("prometheus.io/path: /metrics", "prometheus.io/path: /cgi-bin/metrics")
					.replace("preStop: {sleep: {seconds: 1}}", "preStop: {sleep: {seconds: 5}}")
					.replace("terminationGracePeriodSeconds: 10", "terminationGracePeriodSeconds: 20")
					.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public Optional<byte[]> read(String team, String name, String commit, String path) {
		return this.fixtures.read(team, name, commit, path);
	}

}
