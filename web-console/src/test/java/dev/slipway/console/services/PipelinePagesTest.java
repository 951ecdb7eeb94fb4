package dev.slipway.console.services;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import org.springframework.ui.ExtendedModelMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What somebody changed of a pipeline, and a build server that does not tell. */
@NullUnmarked
class PipelinePagesTest {

	private static final String PIPELINE = "/services/orders/pipeline";

	private final CannedApi api = new CannedApi()
		.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
		.answer("/environments", "{\"items\":[]}");

	private final ExtendedModelMap model = new ExtendedModelMap();

	private final PipelinePages pages = new PipelinePages(new ServiceFrame());

	@Test
	void isThereAlsoWhenTheServerDoesNotTell() {
		this.api.refuse(PIPELINE, 503);
		assertThat(this.pages.look(this.api, this.model, "orders", true)).isEqualTo("service/pipeline");
		assertThat(this.model.getAttribute("untold")).isNotNull();
		assertThat(this.model.getAttribute("pipeline")).isNull();
	}

	@Test
	void differsWhenItIsMissingOrNotAsItWasMade() {
		this.api.answer(PIPELINE,
				"{\"server\":\"jenkins\",\"address\":\"http://j\",\"present\":true,\"differences\":[],\"notes\":[]}");
		this.pages.look(this.api, this.model, "orders", false);
		PipelinePages.Pipeline fine = (PipelinePages.Pipeline) this.model.getAttribute("pipeline");
		assertThat(fine.differs()).isFalse();
		assertThat(fine.local()).isFalse();
		this.api.answer(PIPELINE, "{\"server\":\"jenkins\",\"address\":\"http://j\",\"present\":false}");
		this.pages.look(this.api, this.model, "orders", false);
		assertThat(((PipelinePages.Pipeline) this.model.getAttribute("pipeline")).differs()).isTrue();
	}

	@Test
	void isPutBackByTheApi() {
		assertThat(this.pages.restore(this.api, this.model, "orders")).isEqualTo("redirect:/services/orders/pipeline");
		assertThat(this.api.posted).containsExactly(PIPELINE + "/restore");
	}

}
