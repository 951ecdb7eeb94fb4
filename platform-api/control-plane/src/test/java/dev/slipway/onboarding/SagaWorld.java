package dev.slipway.onboarding;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.onboarding.NewService.OnFailure;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.scaffold.Expressions;
import dev.slipway.scaffold.Scaffold;
import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateAction;
import dev.slipway.scaffold.TemplateBundle;
import dev.slipway.scaffold.TemplateStep;
import dev.slipway.scaffold.Templates;
import dev.slipway.test.NoRepositories;
import org.jspecify.annotations.Nullable;

/**
 * All that an onboarding touches, in memory: it fails when told to, and a crash may come
 * at any point.
 */
final class SagaWorld {

	/** What there is. */
	final Set<String> things = new TreeSet<>();

	/** The catalog. */
	private final Map<String, Service> services = new HashMap<>();

	/** What was called, in order. */
	final List<String> calls = new ArrayList<>();

	final MemoryJournal journal = new MemoryJournal();

	private final Map<String, Deque<RuntimeException>> failures = new HashMap<>();

	private Consumer<String> point = (name) -> {
	};

	static NewService service(OnFailure onFailure) {
		return new NewService("orders", "shop", "Takes orders", "tiny", Map.of("name", "orders", "team", "shop"), "ann",
				onFailure, List.of(Stage.values()));
	}

	/** Calls of that name fail, one after the other, then succeed again. */
	SagaWorld fail(String call, RuntimeException... all) {
		this.failures.put(call, new ArrayDeque<>(List.of(all)));
		return this;
	}

	SagaWorld crashPoints(Consumer<String> points) {
		this.point = points;
		return this;
	}

	/** Before a call of that name somebody adopts a running service of the same name. */
	void adopted(String call) {
		this.point = (name) -> {
			if (name.equals(call) && this.services.isEmpty()) {
				this.services.put("orders",
						new Service("orders", "shop", "Ran before", "adopted", "", "sam", Instant.EPOCH));
				this.things.add("service orders");
			}
		};
	}

	SagaWorld claimed(String onboarding) {
		this.things.add("name orders of " + onboarding);
		return this;
	}

	Stages stages() {
		return new Stages(scaffold(), new MemoryNames(), new Repos(), new Pipes(), new Envs(), new Services(),
				(onboarding, service, commit) -> change("build", () -> this.things.add("build " + commit)));
	}

	private void change(String call, Runnable change) {
		this.calls.add(call);
		this.point.accept(call);
		RuntimeException failure = this.failures.getOrDefault(call, new ArrayDeque<>()).poll();
		if (failure != null) {
			throw failure;
		}
		change.run();
		this.point.accept(call + " done");
	}

	private Scaffold scaffold() {
		Template template = new Template("tiny", "Tiny", "", "", "service", List.of(), List.of(),
				List.of(new TemplateStep("render", "Render", TemplateAction.FETCH_TEMPLATE, null, null, Map.of())),
				List.of(), List.of(), new Template.Output(List.of(), List.of()));
		TemplateBundle bundle = new TemplateBundle(template, new TreeMap<>(
				Map.of("files/a.txt", new TemplateBundle.TreeFile("x".getBytes(StandardCharsets.UTF_8), false))));
		return new Scaffold(new Templates() {

			@Override
			public List<Template> all() {
				return List.of(template);
			}

			@Override
			public Optional<TemplateBundle> find(String id) {
				return Optional.of(bundle);
			}
		}, (checked, parameters) -> {
			change("validate", () -> {
			});
			return Map.of();
		}, new Expressions() {

			@Override
			public String text(String origin, String text, Map<String, Object> context) {
				change("render", () -> {
				});
				return text;
			}

			@Override
			public @Nullable Object value(String origin, String text, Map<String, Object> context) {
				return text;
			}
		});
	}

	/** The journal, in memory. */
	static final class MemoryJournal implements Journal {

		private final Map<Turn, Entry> entries = new LinkedHashMap<>();

		@Override
		public void begun(String onboarding, Turn turn, Instant at) {
			this.entries.putIfAbsent(turn, new Entry(turn, at, null, null));
		}

		@Override
		public void ended(String onboarding, Turn turn, Outcome outcome, Instant at) {
			this.entries.computeIfPresent(turn,
					(key, entry) -> (entry.outcome() != null) ? entry : new Entry(turn, entry.begunAt(), at, outcome));
		}

		@Override
		public Optional<Outcome> outcome(String onboarding, Turn turn) {
			return Optional.ofNullable(this.entries.get(turn)).map(Entry::outcome);
		}

		@Override
		public List<Entry> entries(String onboarding) {
			return List.copyOf(this.entries.values());
		}

	}

	private final class MemoryNames implements Names {

		@Override
		public boolean claim(String service, String onboarding, Predicate<String> live) {
			return SagaWorld.this.things.add("name " + service + " of " + onboarding);
		}

		@Override
		public Optional<String> holder(String service) {
			String prefix = "name " + service + " of ";
			return SagaWorld.this.things.stream()
				.filter((thing) -> thing.startsWith(prefix))
				.map((thing) -> thing.substring(prefix.length()))
				.findFirst();
		}

		@Override
		public void release(String service, String onboarding) {
			change("release-name", () -> SagaWorld.this.things.remove("name " + service + " of " + onboarding));
		}

	}

	private final class Repos extends NoRepositories {

		@Override
		public String create(String team, String name, Map<String, TreeFile> tree, String author, String message,
				String key) {
			change("create-repository", () -> SagaWorld.this.things.add("repository " + name + " by " + key));
			return "c1";
		}

		@Override
		public void delete(String team, String name, String key) {
			change("delete-repository", () -> SagaWorld.this.things.remove("repository " + name + " by " + key));
		}

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return Optional.of("c1");
		}

	}

	private final class Pipes implements Pipelines {

		@Override
		public void ensure(String team, String service) {
			change("ensure-pipeline", () -> SagaWorld.this.things.add("pipeline " + service));
		}

		@Override
		public void remove(String team, String service) {
			change("remove-pipeline", () -> {
				SagaWorld.this.things.remove("pipeline " + service);
				SagaWorld.this.things.removeIf((thing) -> thing.startsWith("build "));
			});
		}

	}

	private final class Envs implements Environments {

		@Override
		public List<Environment> all() {
			return List.of(get("dev"), get("prod"));
		}

		@Override
		public Environment get(String name) {
			return new Environment(name, "local");
		}

		@Override
		public String ensureNamespace(Environment environment, String team) {
			change("ensure-namespace", () -> SagaWorld.this.things.add("namespace " + environment.namespace(team)));
			return environment.namespace(team);
		}

		@Override
		public void ensureDatabase(Environment environment, String team, String service) {
			change("ensure-database", () -> SagaWorld.this.things.add("database " + environment.name()));
		}

		@Override
		public void remove(Environment environment, String team, String service) {
			change("remove-environment", () -> SagaWorld.this.things
				.removeAll(Set.of("namespace " + environment.namespace(team), "database " + environment.name())));
		}

	}

	private final class Services implements Catalog {

		@Override
		public Optional<Service> find(String name) {
			return Optional.ofNullable(SagaWorld.this.services.get(name));
		}

		@Override
		public List<Service> search(String query, String team, String afterName, int limit) {
			return List.of();
		}

		@Override
		public void add(Service service) {
			change("add-service", () -> {
				SagaWorld.this.services.putIfAbsent(service.name(), service);
				SagaWorld.this.things.add("service " + service.name());
			});
		}

		@Override
		public void remove(String name) {
			change("remove-service", () -> {
				SagaWorld.this.services.remove(name);
				SagaWorld.this.things.remove("service " + name);
			});
		}

	}

}
