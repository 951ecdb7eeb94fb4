package dev.slipway.preview.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.slipway.preview.Preview;
import dev.slipway.preview.Preview.Wanted;
import dev.slipway.preview.PreviewLimits;
import dev.slipway.preview.TooManyPreviews;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@NullUnmarked
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcPreviewStoreTest {

	private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");

	private static final PreviewLimits LIMITS = new PreviewLimits(2, 3, Duration.ofHours(72));

	private static final Consumer<Preview> NOTHING = (added) -> {
	};

	private final JdbcPreviewStore store;

	JdbcPreviewStoreTest(Databases database) {
		DataSource source = database.fresh();
		this.store = new JdbcPreviewStore(JdbcClient.create(source),
				new TransactionTemplate(new JdbcTransactionManager(source)));
	}

	@Test
	void numbersPreviewsOverAllServicesAndKeepsWhatIsWanted() {
		Preview first = add("orders", "pr/1");
		Preview second = add("billing", "pr/1");

		assertThat(first.name()).isEqualTo("preview-1");
		assertThat(second.name()).isEqualTo("preview-2");
		assertThat(this.store.find(2)).contains(second);
		assertThat(this.store.open("orders", "pr/1")).contains(first);
		assertThat(this.store.there("orders")).containsExactly(first);
		assertThat(this.store.there()).containsExactly(second, first);
	}

	@Test
	void hasOnePreviewForABranchAtATimeAndAnotherOneAfterIt() {
		Preview first = add("orders", "pr/1");
		assertThat(this.store.add(draft("orders", "pr/1"), LIMITS, NOTHING)).isEmpty();

		this.store.close(first, "Removed by sam");
		this.store.close(first, "The branch pr/1 was deleted");

		assertThat(this.store.find(1).orElseThrow().closing()).isEqualTo("Removed by sam");
		assertThat(this.store.want(first, wanted("b", 0), false)).isEmpty();
		assertThat(add("orders", "pr/1").name()).isEqualTo("preview-2");
		assertThat(this.store.there("orders")).hasSize(2);
		this.store.gone(first, NOW);
		assertThat(this.store.there("orders")).extracting(Preview::number).containsExactly(2);
		assertThat(this.store.find(1).orElseThrow().removedAt()).isEqualTo(NOW);
	}

	@Test
	void refusesMoreThanTheLimitsOfServiceAndTeamUntilOneIsGone() {
		Preview first = add("orders", "pr/1");
		add("orders", "pr/2");
		assertThatThrownBy(() -> add("orders", "pr/3")).isInstanceOf(TooManyPreviews.class)
			.hasMessageContaining("per-service");
		add("billing", "pr/1");
		assertThatThrownBy(() -> add("mail", "pr/1")).isInstanceOf(TooManyPreviews.class)
			.hasMessageContaining("per-team");
		this.store.close(first, "Removed by sam");
		assertThatThrownBy(() -> add("mail", "pr/1")).isInstanceOf(TooManyPreviews.class);
		this.store.gone(first, NOW);
		assertThat(add("mail", "pr/1").number()).isEqualTo(4);
	}

	@Test
	void takesAnotherImageAsAnotherWishAndTheSameOnlyWhenItIsToBeTriedAgain() {
		Preview first = add("orders", "pr/1");

		Preview same = this.store.want(first, wanted("a", 60), false).orElseThrow();
		assertThat(same.wanted().sequence()).isEqualTo(1);
		assertThat(same.wanted().at()).isEqualTo(NOW.plusSeconds(60));
		assertThat(this.store.want(same, wanted("b", 60), false).orElseThrow().wanted().sequence()).isEqualTo(2);
		Preview again = this.store.want(this.store.find(1).orElseThrow(), wanted("b", 60), true).orElseThrow();
		assertThat(again.wanted().sequence()).isEqualTo(3);
		// Who saw the wish before is late: it is tried again already.
		assertThat(this.store.want(first, wanted("b", 60), true).orElseThrow().wanted().sequence()).isEqualTo(3);
	}

	@Test
	void answersAWishOnceAndNoneOfAPreviewThatIsRemoved() {
		Preview first = add("orders", "pr/1");
		this.store.released(first, 1, 4);
		this.store.refused(first, 1, "late");
		assertThat(this.store.find(1).orElseThrow().answer()).isEqualTo(new Preview.Answer(1, 4, null));
		assertThatThrownBy(() -> this.store.released(first, 1, 5)).isInstanceOf(IllegalStateException.class);

		this.store.want(first, wanted("b", 1), false);
		assertThatThrownBy(() -> this.store.released(first, 1, 5)).isInstanceOf(IllegalStateException.class);
		this.store.refused(first, 2, "No Deployment");
		assertThat(this.store.find(1).orElseThrow().answer()).isEqualTo(new Preview.Answer(2, null, "No Deployment"));

		this.store.want(first, wanted("c", 1), false);
		this.store.close(first, "Removed by sam");
		assertThatThrownBy(() -> this.store.released(first, 3, 5)).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void keepsNothingWhenWhatIsDoneAlongsideFails() {
		assertThatThrownBy(() -> this.store.add(draft("orders", "pr/1"), LIMITS, (added) -> {
			throw new IllegalStateException("no flow");
		})).hasMessage("no flow");
		assertThat(this.store.there()).isEqualTo(List.of());
	}

	private Preview add(String service, String branch) {
		return this.store.add(draft(service, branch), LIMITS, NOTHING).orElseThrow();
	}

	private static Preview draft(String service, String branch) {
		return new Preview(0, "shop", service, branch, true, "dev", "local", wanted("a", 0),
				new Preview.Answer(0, null, null), null, NOW, null);
	}

	private static Wanted wanted(String image, int seconds) {
		return new Wanted(1, image, "c0ffee1", null, "sam", NOW.plusSeconds(seconds));
	}

}
