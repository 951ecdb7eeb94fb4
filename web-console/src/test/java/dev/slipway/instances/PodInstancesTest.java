package dev.slipway.instances;

import java.net.URI;
import java.util.List;

import de.codecentric.boot.admin.server.domain.entities.Instance;
import de.codecentric.boot.admin.server.domain.entities.SnapshottingInstanceRepository;
import de.codecentric.boot.admin.server.domain.values.Registration;
import de.codecentric.boot.admin.server.eventstore.InMemoryEventStore;
import de.codecentric.boot.admin.server.services.HashingInstanceUrlIdGenerator;
import de.codecentric.boot.admin.server.services.InstanceRegistry;
import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The reconciliation, against Spring Boot Admin's own registry in memory. */
class PodInstancesTest {

	private final SnapshottingInstanceRepository repository = new SnapshottingInstanceRepository(
			new InMemoryEventStore());

	private final InstanceRegistry registry = new InstanceRegistry(this.repository, new HashingInstanceUrlIdGenerator(),
			(instance) -> true);

	private List<ScrapeTarget> targets = List.of();

	private final PodInstances instances = new PodInstances(() -> this.targets, this.registry);

	@BeforeEach
	void start() {
		this.repository.start();
	}

	@AfterEach
	void stop() {
		this.repository.stop();
	}

	@Test
	void aRunningPodIsRegisteredWithWhatIsKnownOfIt() {
		this.targets = List.of(orders("127.1.0.5", "3", "orders-a"));

		this.instances.reconcile();

		assertThat(registrations()).singleElement().satisfies((found) -> {
			assertThat(found.getName()).isEqualTo("orders");
			assertThat(found.getManagementUrl()).isEqualTo("http://127.1.0.5:8080/actuator");
			assertThat(found.getHealthUrl()).isEqualTo("http://127.1.0.5:8080/actuator/health");
			assertThat(found.getServiceUrl()).isEqualTo("http://127.1.0.5:8080/");
			assertThat(found.getMetadata()).containsEntry("team", "shop")
				.containsEntry("environment", "dev")
				.containsEntry("release", "3")
				.containsEntry("pod", "orders-a");
		});
	}

	@Test
	void aProgramWithoutActuatorIsNotRegistered() {
		this.targets = List.of(
				new ScrapeTarget(URI.create("http://127.1.0.6:9187/metrics"), origin("database", "1", "database-a")),
				new ScrapeTarget(URI.create("http://127.1.0.7:8080/actuatorish/x"), origin("other", "1", "other-a")));

		this.instances.reconcile();

		assertThat(registrations()).isEmpty();
	}

	@Test
	void aPodThatIsGoneIsDeregisteredAndTheOthersStay() {
		this.targets = List.of(orders("127.1.0.5", "3", "orders-a"), orders("127.1.0.6", "3", "orders-b"));
		this.instances.reconcile();
		this.targets = List.of(orders("127.1.0.6", "3", "orders-b"));

		this.instances.reconcile();

		assertThat(registrations()).extracting((found) -> found.getMetadata().get("pod")).containsExactly("orders-b");
	}

	@Test
	void anAddressGivenToAnotherPodIsThatPods() {
		this.targets = List.of(orders("127.1.0.5", "3", "orders-a"));
		this.instances.reconcile();
		this.targets = List.of(orders("127.1.0.5", "4", "orders-c"));

		this.instances.reconcile();

		assertThat(registrations()).extracting((found) -> found.getMetadata().get("pod")).containsExactly("orders-c");
	}

	@Test
	void nothingIsSaidToTheRegistryWhenNothingChanges() {
		this.targets = List.of(orders("127.1.0.5", "3", "orders-a"));
		this.instances.reconcile();
		List<Long> before = versions();

		this.instances.reconcile();

		assertThat(versions()).isEqualTo(before);
	}

	@Test
	void instancesThatOthersRegisteredStay() {
		this.registry.register(Registration.create("billing", "http://10.0.0.1:8080/actuator/health").build()).block();

		this.instances.reconcile();

		assertThat(registrations()).extracting(Registration::getName).containsExactly("billing");
	}

	private List<Registration> registrations() {
		return registered().stream().map(Instance::getRegistration).toList();
	}

	private List<Long> versions() {
		return registered().stream().map(Instance::getVersion).toList();
	}

	private List<Instance> registered() {
		return this.registry.getInstances().filter(Instance::isRegistered).collectList().blockOptional().orElseThrow();
	}

	private static ScrapeTarget orders(String ip, String release, String pod) {
		return new ScrapeTarget(URI.create("http://" + ip + ":8080/actuator/prometheus"),
				origin("orders", release, pod));
	}

	private static Origin origin(String service, String release, String pod) {
		return new Origin(service, "shop", "dev", release, pod);
	}

}
