package dev.slipway.cluster.controllers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RollingUpdateTests {

	@ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}: {3} more, {4} less")
	@CsvSource({ "4, 25%, 25%, 1, 1", "3, 25%, 25%, 1, 0", "1, 25%, 25%, 1, 0", "10, 25%, 25%, 3, 2", "2, 0, 0, 0, 1",
			"2, 0%, 10%, 0, 1", "2, 1, 0, 1, 0", "3, 100%, 0, 3, 0", "2, 0, 5, 0, 2", "0, 25%, 25%, 0, 0" })
	void surgeRoundsUpAndUnavailableRoundsDown(int replicas, String surge, String unavailable, int more, int less) {
		RollingUpdate update = RollingUpdate.of(deployment(replicas, surge, unavailable));
		assertThat(update).isEqualTo(new RollingUpdate(replicas, more, less));
	}

	@Test
	void recreateHasNeitherSurgeNorRoom() {
		ObjectNode deployment = deployment(3, "25%", "25%");
		deployment.withObject("/spec/strategy").put("type", "Recreate");
		assertThat(RollingUpdate.of(deployment)).isEqualTo(new RollingUpdate(3, 0, 0));
	}

	@ParameterizedTest
	@CsvSource({ "0, 3, 1", "1, 4, 1", "1, 3, 2", "3, 4, 3", "5, 5, 3", "2, 9, 2" })
	void theNewSetGrowsWithinTheSurge(int now, int total, int next) {
		assertThat(new RollingUpdate(3, 1, 0).growNew(now, total)).isEqualTo(next);
	}

	@ParameterizedTest
	@CsvSource({ "4, 1, 0", "4, 0, 1", "6, 1, 2", "3, 0, 0" })
	void oldPodsGoOnlyWhenEnoughAreAvailable(int total, int newUnavailable, int mayGo) {
		assertThat(new RollingUpdate(3, 1, 0).oldToRemove(total, newUnavailable)).isEqualTo(mayGo);
	}

	@Test
	void aScaleInMidRollIsSharedInProportion() {
		RollingUpdate update = new RollingUpdate(20, 5, 0);
		assertThat(update.proportion(8, 13, 12)).isEqualTo(7);
		assertThat(update.proportion(5, 13, 5)).isEqualTo(5);
		assertThat(update.proportion(5, 13, 0)).isZero();
	}

	private static ObjectNode deployment(int replicas, String surge, String unavailable) {
		ObjectNode deployment = JsonNodeFactory.instance.objectNode();
		ObjectNode spec = deployment.putObject("spec").put("replicas", replicas);
		spec.putObject("strategy")
			.put("type", "RollingUpdate")
			.putObject("rollingUpdate")
			.put("maxSurge", surge)
			.put("maxUnavailable", unavailable);
		return deployment;
	}

}
