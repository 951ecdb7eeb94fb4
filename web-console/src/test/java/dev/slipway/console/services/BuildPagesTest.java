package dev.slipway.console.services;

import java.util.List;

import dev.slipway.console.services.BuildViews.Artifact;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import org.springframework.ui.ExtendedModelMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of a build. */
@NullUnmarked
class BuildPagesTest {

	private static final String BUILD = "/services/orders/builds/4";

	private final CannedApi api = new CannedApi()
		.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
		.answer("/environments", "{\"items\":[{\"name\":\"dev\"}]}");

	private final ExtendedModelMap model = new ExtendedModelMap();

	@Test
	void isThereWhileNobodyCanListTheFiles() {
		build("SUCCESS");
		this.api.refuse(BUILD + "/artifacts", 503);
		assertThat(open()).isEqualTo("service/build");
		assertThat(this.model.getAttribute("unlisted")).isEqualTo(true);
		assertThat(this.model.getAttribute("artifacts")).isEqualTo(List.of());
	}

	@Test
	void asksForTheFilesOfEndedBuildsOnly() {
		build("RUNNING");
		this.api.refuse(BUILD + "/artifacts", 503);
		open();
		assertThat(this.model.getAttribute("unlisted")).isEqualTo(false);
	}

	@Test
	void listsFilesAlsoOfUnknownSize() {
		build("FAILURE");
		this.api.answer(BUILD + "/artifacts", "[{\"path\":\"a.txt\",\"size\":7},{\"path\":\"b.txt\",\"size\":-1}]");
		open();
		assertThat(this.model.getAttribute("artifacts"))
			.isEqualTo(List.of(new Artifact("a.txt", 7), new Artifact("b.txt", -1)));
		assertThat(new Artifact("a.txt", 7).bytes()).isEqualTo("7 B");
		assertThat(new Artifact("b.txt", -1).bytes()).isEmpty();
	}

	private String open() {
		return new BuildPages(new ServiceFrame()).one(this.api, this.model, "orders", 4);
	}

	private void build(String status) {
		this.api.answer(BUILD, "{\"number\":4,\"branch\":\"main\",\"status\":\"" + status + "\",\"stages\":[]}");
	}

}
