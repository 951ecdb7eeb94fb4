package dev.slipway.observability.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboards for Grafana and Kibana are written from the questions and fields that
 * the platform itself uses; who changes these writes the files anew by
 * {@code -Dslipway.deploy.write=true}.
 */
class DashboardsTest {

	private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

	private static final Pattern RECORDED = Pattern.compile("service:[a-z0-9_:]+");

	@Test
	void grafanaAsksOfAServiceWhatTheConsoleAsks() throws Exception {
		shippedIs("grafana/dashboards/service.json", pretty(GrafanaDashboards.service()));
	}

	@Test
	void grafanaShowsAllServicesByWhatIsRecorded() throws Exception {
		shippedIs("grafana/dashboards/overview.json", pretty(GrafanaDashboards.overview()));
		Set<String> used = recorded("grafana/dashboards/overview.json");
		assertThat(used).hasSize(3);
		assertThat(recorded("prometheus/rules/services.yml")).containsAll(used);
	}

	@Test
	void kibanaNamesTheFieldsOfTheLogStore() throws Exception {
		shippedIs("kibana/saved-objects.ndjson", KibanaObjects.lines("slipway-logs-*"));
	}

	@Test
	void theDashboardsNameTheSourcesThatAreProvisioned() {
		Set<Object> uids = new TreeSet<>();
		Shipped.list(Shipped.yaml("grafana/provisioning/datasources.yml"), "datasources")
			.forEach((source) -> uids.add(source.get("uid")));
		assertThat(uids).containsExactly("slipway-elasticsearch", "slipway-prometheus", "slipway-zipkin");
		Matcher named = Pattern.compile("\"uid\" : \"(slipway-(?!service|overview)[a-z]+)\"")
			.matcher(Shipped.text("grafana/dashboards/service.json"));
		assertThat(named.results().map((found) -> found.group(1))).isNotEmpty().allMatch(uids::contains);
	}

	private static Set<String> recorded(String file) {
		Set<String> names = new TreeSet<>();
		RECORDED.matcher(Shipped.text(file)).results().forEach((found) -> names.add(found.group()));
		return names;
	}

	private static String pretty(Map<String, Object> json) throws IOException {
		DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
		DefaultIndenter lines = new DefaultIndenter("  ", "\n");
		printer.indentArraysWith(lines);
		printer.indentObjectsWith(lines);
		return JSON.writer(printer).writeValueAsString(json) + "\n";
	}

	private static void shippedIs(String name, String written) throws IOException {
		if (Boolean.getBoolean("slipway.deploy.write")) {
			Path file = Shipped.path(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, written);
		}
		assertThat(Shipped.text(name)).as("%s; -Dslipway.deploy.write=true writes it", name).isEqualTo(written);
	}

}
