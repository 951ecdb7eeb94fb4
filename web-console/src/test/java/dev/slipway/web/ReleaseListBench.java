package dev.slipway.web;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.access.Role;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.test.PlatformTest;
import dev.slipway.test.RunningPlatform;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how long the first page of releases takes over HTTP when 10,000 have ended, half
 * of them of one service, in the API and in the console, and how much of the heap is in
 * use after a collection on the way there: the database keeps as many pages as it may,
 * all else is flat.
 */
@PlatformTest
class ReleaseListBench {

	private static final int FEW = 1_000;

	private static final int STEP = 3_000;

	private static final int ALL = 10_000;

	private static final int LOOKS = 50;

	private static final String OF_SERVICE = "/api/v1/services/" + EndedReleases.MOST + "/environments/dev/releases";

	@Test
	void firstPages(RunningPlatform platform) {
		Http http = new Http(platform.url());
		Map<String, String> program = Http.bearer(platform.token(Role.VIEWER, EndedReleases.TEAM));
		Map<String, String> person = Map.of("Cookie", "slipway-session=" + session(platform, http));
		EndedReleases ended = new EndedReleases(platform);
		for (int releases = FEW; releases <= ALL; releases += STEP) {
			ended.fill(releases);
			looks(http, program, person, releases);
			say("heap in use after a collection with %,d finished releases: %.1f MB", releases, heap() / 1e6);
		}
		looks(http, program, person, ALL);
		say("heap in use after a collection with %,d finished releases, looked at once more: %.1f MB", ALL,
				heap() / 1e6);
	}

	private static void looks(Http http, Map<String, String> program, Map<String, String> person, int releases) {
		look(http, OF_SERVICE, program, releases);
		look(http, "/api/v1/releases", program, releases);
		look(http, "/api/v1/releases?live=false", program, releases);
		look(http, "/services/" + EndedReleases.MOST + "/releases", person, releases);
		look(http, "/releases", person, releases);
	}

	private static void look(Http http, String path, Map<String, String> headers, int releases) {
		List<Double> millis = new ArrayList<>();
		for (int i = -LOOKS / 2; i < LOOKS; i++) {
			long begin = System.nanoTime();
			HttpResponse<String> answer = http.get(path, headers);
			double took = (System.nanoTime() - begin) / 1e6;
			assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
			// The first ones warm it.
			if (i >= 0) {
				millis.add(took);
			}
		}
		millis.sort(null);
		say("first page of %,d finished releases, GET %s: p50 %.1f ms, p99 %.1f ms of %d, aim 50 ms", releases, path,
				millis.get(LOOKS / 2 - 1), millis.get((LOOKS * 99 + 99) / 100 - 1), LOOKS);
	}

	private static String session(RunningPlatform platform, Http http) {
		User admin = platform.bean(Users.class).find("admin").orElseThrow();
		return Http.cookie(http.get("/signin?token=" + platform.link(admin), Map.of()), "slipway-session");
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static void say(String text, Object... values) {
		double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		System.out.println("BENCH " + String.format(Locale.ROOT, text, values)
				+ String.format(Locale.ROOT, " (load average %.1f)", load));
	}

}
