package dev.slipway.console.services;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.console.shell.ShellAccess;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.ui.ExtendedModelMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The previews on the page of a service. */
@NullUnmarked
class PreviewPagesTest {

	private final CannedApi api = new CannedApi()
		.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
		.answer("/environments", "{\"items\":[]}")
		.answer("/services/orders/timeline", "{\"items\":[]}")
		.answer("/services/orders/previews", """
				[{"name":"preview-4","branch":"pr/12","commit":"0123456789abcdef","build":7,"status":"RUNNING",
				  "reason":"Release 1 runs","release":1,"address":"http://127.9.0.1:8080",
				  "createdAt":"2026-01-05T10:00:00Z","requestedAt":"2026-01-05T10:00:00Z"},
				 {"name":"preview-3","branch":"pr/11","commit":"0123456789abcdef","status":"REMOVING",
				  "reason":"The branch pr/11 was deleted","createdAt":"2026-01-05T10:00:00Z",
				  "requestedAt":"2026-01-05T10:00:00Z"}]""");

	@Test
	void showsBranchCommitAddressAndAgeAndLetsDevelopersRemoveOne() {
		String page = page(new Actor("sam", Role.DEVELOPER, Set.of("shop")));
		assertThat(page)
			.contains("pr/12", "http://127.9.0.1:8080", "Release 1", "Build 7", "pr/11", "The branch pr/11 was deleted",
					"/services/orders/environments/preview-4/releases/1", "/services/orders/previews/preview-4/remove")
			.doesNotContain("previews/preview-3/remove");
	}

	@Test
	void letsNobodyElseRemoveOne() {
		assertThat(page(new Actor("eve", Role.VIEWER, Set.of("shop")))).contains("pr/12").doesNotContain("/remove");
	}

	@Test
	void theServiceIsShownAlsoWhenItsPreviewsCannotBe() {
		this.api.refuse("/services/orders/previews", 503);
		ExtendedModelMap model = new ExtendedModelMap();
		new OverviewPage(new ServiceFrame()).overview(this.api, model, "orders");
		assertThat(model).containsKeys("service", "problem", "places", "happenings").doesNotContainKey("previews");
	}

	@Test
	void itsTableNamesEachColumn() {
		assertThat(page(new Actor("sam", Role.DEVELOPER, Set.of("shop")))).doesNotContain("<th>")
			.contains("<th scope=\"col\"><span class=\"visually-hidden\">Actions</span></th>");
	}

	private String page(Actor actor) {
		ExtendedModelMap model = new ExtendedModelMap();
		String view = new OverviewPage(new ServiceFrame()).overview(this.api, model, "orders");
		SpringTemplateEngine engine = new SpringTemplateEngine();
		ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
		templates.setPrefix("templates/");
		templates.setSuffix(".html");
		engine.setTemplateResolver(templates);
		MockServletContext servlet = new MockServletContext();
		WebContext context = new WebContext(
				JakartaServletWebApplication.buildApplication(servlet)
					.buildExchange(new MockHttpServletRequest(servlet), new MockHttpServletResponse()),
				Locale.ENGLISH, model);
		context.setVariables(ShellAccess.attributes(actor));
		return engine.process(view, Set.copyOf(List.of("#previews")), context);
	}

}
