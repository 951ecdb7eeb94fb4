package dev.slipway.console.services;

import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.services.BuildViews.SlowTest;
import dev.slipway.console.services.BuildViews.TestHistory;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The tests of a service over its builds: which fail, which are slow, and one by one. */
@Controller
@RequestMapping("/services/{service}/tests")
class TestPages {

	/** In how many of the newest builds tests are looked at. */
	private static final int BUILDS = 50;

	private static final int SLOWEST = 15;

	private final ServiceFrame frame;

	TestPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping
	String all(Api api, Model model, @PathVariable String service) {
		this.frame.open(api, model, service, "builds");
		List<TestHistory> failing = api.items(TestHistory.class, "/services/{s}/tests/failing?builds={b}", service,
				BUILDS);
		model.addAttribute("failing", failing);
		model.addAttribute("slowest", api.items(SlowTest.class, "/services/{s}/tests/slowest?builds={b}&limit={l}",
				service, BUILDS, SLOWEST));
		model.addAttribute("looked", BUILDS);
		return "service/tests";
	}

	@GetMapping("/history")
	String one(Api api, Model model, @PathVariable String service, @RequestParam String suite,
			@RequestParam String name) {
		this.frame.open(api, model, service, "builds");
		model.addAttribute("test", api.get(TestHistory.class,
				"/services/{s}/tests/history?suite={u}&name={n}&builds={b}", service, suite, name, BUILDS));
		return "service/test";
	}

}
