// Runs before the first paint, so that a chosen theme does not flash; a separate file because the content security policy forbids inline scripts.
const theme = localStorage.getItem("millrace.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
