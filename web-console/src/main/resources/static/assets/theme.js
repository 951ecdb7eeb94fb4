// Sets the colour scheme before the page is painted.
(function () {
	var saved = null;
	try { saved = localStorage.getItem("slipway-theme"); } catch (e) { /* storage is off */ }
	var dark = saved ? saved === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
	document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
