package dev.slipway.jenkins.adapter;

import java.time.Instant;

import javax.sql.DataSource;

import dev.slipway.jenkins.Tracked;
import dev.slipway.pipeline.Build;
import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of two platforms on one database one follows, and a build is asked for by one. */
@NullUnmarked
class LeaderTest {

	@Test
	void oneLeadsUntilItResignsOrIsGone() {
		DataSource database = Databases.memory();
		SettableClock clock = new SettableClock();
		Leader one = new Leader(Databases.client(database), clock, Leader.Task.FOLLOWING);
		Leader two = new Leader(Databases.client(database), clock, Leader.Task.FOLLOWING);
		assertThat(one.leads()).isTrue();
		assertThat(two.leads()).isFalse();
		one.resign();
		assertThat(two.leads()).isTrue();
		assertThat(one.leads()).isFalse();
		clock.advance(Leader.TERM);
		assertThat(one.leads()).isTrue();
		assertThat(two.leads()).isFalse();
	}

	@Test
	void whoLeadsInOneTaskMayNotLeadInTheOther() {
		DataSource database = Databases.memory();
		SettableClock clock = new SettableClock();
		assertThat(new Leader(Databases.client(database), clock, Leader.Task.FOLLOWING).leads()).isTrue();
		assertThat(new Leader(Databases.client(database), clock, Leader.Task.KEEPING).leads()).isTrue();
		assertThat(new Leader(Databases.client(database), clock, Leader.Task.KEEPING).leads()).isFalse();
	}

	@Test
	void pipelinesAreLookedAfterByOnePlatform() {
		try (JenkinsDouble jenkins = new JenkinsDouble()) {
			ProvisioningLab lab = ProvisioningLab.on(jenkins);
			lab.builds.addPipeline("shop", "orders");
			Leader other = new Leader(Databases.client(lab.database), lab.clock, Leader.Task.KEEPING);
			assertThat(other.leads()).isTrue();
			try (Keeper keeper = lab.keeper(2)) {
				keeper.makeMissing();
				assertThat(jenkins.items).isEmpty();
				other.resign();
				keeper.makeMissing();
				assertThat(jenkins.items).containsKey("/job/shop/job/orders");
				assertThat(other.leads()).isFalse();
			}
			assertThat(other.leads()).as("who is closed resigns").isTrue();
		}
	}

	@Test
	void oneOfTwoAsks() {
		try (JenkinsLab lab = new JenkinsLab()) {
			Build build = lab.server.trigger(JenkinsLab.byHand("1", JenkinsLab.commit(1)));
			Tracked wanted = lab.tracked.find("orders", build.number()).orElseThrow();
			Tracked asking = wanted.asking(0, Instant.EPOCH);
			assertThat(lab.tracked.begin(asking)).isTrue();
			assertThat(lab.tracked.begin(asking)).isFalse();
		}
	}

}
