-- Why: a search of jobs tells whether a task listener denied, and why; a listener's job is told its task, which is found
-- by its element while the listeners are asked.

ALTER TABLE "millrace"."job" ADD COLUMN "denied_reason" text;--> statement-breakpoint
CREATE INDEX "user_task_asked" ON "millrace"."user_task" USING btree ("process_instance_key","element_key") WHERE transition is not null;
