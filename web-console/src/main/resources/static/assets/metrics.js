// The charts of a service, read from the API every five seconds while the page is seen.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
	const root = document.getElementById("metrics");
	const charts = {};
	let releases = [];

	const formats = {
		requestRate: (value) => value.toFixed(value < 10 ? 1 : 0),
		errorRatio: (value) => (value * 100).toFixed(value > 0 && value < 0.01 ? 2 : 1) + " %",
		cpuUsage: (value) => (value * 100).toFixed(1) + " %"
	};
	const millis = (value) => (value < 1 ? (value * 1000).toFixed(value < 0.01 ? 1 : 0) + " ms" : value.toFixed(2) + " s");

	const markers = {
		id: "releases",
		afterDatasetsDraw(chart) {
			const { ctx, chartArea, scales } = chart;
			ctx.save();
			ctx.setLineDash([4, 4]);
			ctx.strokeStyle = ctx.fillStyle = colour("--tblr-secondary");
			ctx.font = "11px sans-serif";
			for (const release of releases) {
				const x = scales.x.getPixelForValue(release.at);
				if (x >= chartArea.left && x <= chartArea.right) {
					ctx.beginPath();
					ctx.moveTo(x, chartArea.top);
					ctx.lineTo(x, chartArea.bottom);
					ctx.stroke();
					ctx.fillText("r" + release.number, x + 4, chartArea.top + 10);
				}
			}
			ctx.restore();
		}
	};

	function colour(name) {
		return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888";
	}

	function clock(value) {
		return new Date(value).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
	}

	function chart(id, datasets, axes) {
		const scales = {
			x: { type: "linear", ticks: { callback: clock, maxTicksLimit: 6, maxRotation: 0, color: colour("--tblr-secondary") }, grid: { display: false } },
			...axes
		};
		for (const axis of Object.values(axes)) {
			axis.beginAtZero = true;
			axis.ticks = { maxTicksLimit: 5, color: colour("--tblr-secondary"), ...axis.ticks };
			axis.grid = { color: colour("--tblr-border-color"), ...axis.grid };
		}
		charts[id] = new Chart(document.getElementById(id), {
			type: "line",
			data: { datasets: datasets.map((set) => ({ data: [], borderWidth: 2, pointRadius: 0, tension: 0.2, ...set })) },
			options: {
				animation: false, maintainAspectRatio: false, parsing: false, normalized: true, spanGaps: false,
				interaction: { mode: "index", intersect: false }, scales,
				plugins: { legend: { display: datasets.length > 1, labels: { boxWidth: 12, color: colour("--tblr-body-color") } }, tooltip: { callbacks: { title: (items) => (items.length ? clock(items[0].parsed.x) : "") } } }
			},
			plugins: [markers]
		});
	}

	function points(answer, id, scale) {
		const found = answer.series.find((series) => series.id === id);
		const made = [];
		let last = null;
		for (const [x, y] of found ? found.points : []) {
			if (last !== null && x - last > answer.stepMillis * 2.5) {
				made.push({ x: last + answer.stepMillis, y: NaN });
			}
			made.push({ x, y: y * (scale || 1) });
			last = x;
		}
		return made;
	}

	function draw(id, answer, lines) {
		const one = charts[id];
		one.options.scales.x.min = Date.parse(answer.from);
		one.options.scales.x.max = Date.parse(answer.to);
		lines.forEach((points, index) => { one.data.datasets[index].data = points; });
		one.update("none");
	}

	async function refresh() {
		if (document.hidden) {
			return;
		}
		const answer = await fetch(root.dataset.url).then((response) => (response.ok ? response.json() : null)).catch(() => null);
		if (!answer) {
			hint("The metrics cannot be read at the moment.");
			return;
		}
		for (const tile of root.querySelectorAll("[data-tile]")) {
			const id = tile.dataset.tile;
			const value = answer.current[id];
			tile.textContent = typeof value === "number" ? (formats[id] || millis)(value) : "–";
			tile.title = answer.reasons?.[id] || "";
		}
		hint(answer.reasons?.requestRate || "");
		draw("chart-rate", answer, [points(answer, "requestRate")]);
		draw("chart-errors", answer, [points(answer, "errorRatio", 100)]);
		draw("chart-latency", answer, ["p50", "p95", "p99"].map((id) => points(answer, id, 1000)));
		draw("chart-resources", answer, [points(answer, "heapUsedBytes", 1 / 1048576), points(answer, "cpuUsage", 100)]);
	}

	function hint(text) {
		const box = document.getElementById("metrics-hint");
		box.textContent = text;
		box.classList.toggle("d-none", !text);
	}

	async function marks() {
		const answer = await fetch(root.dataset.releases).then((response) => (response.ok ? response.json() : null)).catch(() => null);
		releases = (answer?.items || []).map((release) => ({ number: release.number, at: Date.parse(release.requestedAt) }));
	}

	function build() {
		Object.values(charts).forEach((one) => one.destroy());
		const blue = "#0b6bcb";
		chart("chart-rate", [{ label: "Requests/s", borderColor: blue, backgroundColor: "rgba(11,107,203,.12)", fill: true }], { y: {} });
		chart("chart-errors", [{ label: "Errors", borderColor: "#d63939", backgroundColor: "rgba(214,57,57,.12)", fill: true }], { y: { ticks: { callback: (value) => value + " %" }, suggestedMax: 1 } });
		chart("chart-latency", [{ label: "p50", borderColor: "#2fb344" }, { label: "p95", borderColor: "#f59f00" }, { label: "p99", borderColor: "#d63939" }], { y: { ticks: { callback: (value) => value + " ms" } } });
		chart("chart-resources", [{ label: "Heap", borderColor: "#ae3ec9" }, { label: "CPU", borderColor: "#0ca678", yAxisID: "cpu" }], { y: { ticks: { callback: (value) => value + " MB" } }, cpu: { position: "right", ticks: { callback: (value) => value + " %" }, grid: { display: false } } });
	}

	build();
	marks().then(refresh);
	setInterval(refresh, 5000);
	setInterval(marks, 15000);
	document.addEventListener("visibilitychange", refresh);
	document.addEventListener("slipway:theme", () => { build(); refresh(); });
});
