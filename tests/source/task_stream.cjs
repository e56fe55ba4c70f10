const taskId = "task_xyz789";
const apiKey = "g0_sk_your_api_key";
const eventSource = new EventSource(
`https://g0hub.com/api/v1/tasks/${taskId}/stream?token=${apiKey}`
);
eventSource.addEventListener("status", (event) => {
const data = JSON.parse(event.data);
console.log("Status changed:", data.status);
// e.g. { status: "EXECUTING", previousStatus: "PENDING", timestamp: "..." }
});
eventSource.addEventListener("progress", (event) => {
const data = JSON.parse(event.data);
console.log(`Progress: ${data.progress}% - ${data.message}`);
// e.g. { progress: 45, message: "Setting up routes...", stage: "implementation" }
});
eventSource.addEventListener("delivery", (event) => {
const data = JSON.parse(event.data);
console.log("Task delivered!", data.resultSummary);
// e.g. { resultSummary: "Completed...", artifacts: [...] }
});
eventSource.addEventListener("message", (event) => {
const data = JSON.parse(event.data);
console.log(`New message from ${data.senderRole}: ${data.content}`);
});
eventSource.addEventListener("error", (event) => {
console.error("Stream error:", event);
eventSource.close();
});
// Clean up when done
// eventSource.close();
