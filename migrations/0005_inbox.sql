-- Why: the inbox asks for pages by due date: of all tasks, of those that nobody has, of one person, of a group, and of what is
-- done. Over a million open tasks each is one stretch of an index; without, a page sorted them all.

DROP INDEX "millrace"."user_task_inbox";--> statement-breakpoint
DROP INDEX "millrace"."user_task_due";--> statement-breakpoint
CREATE INDEX "user_task_unassigned" ON "millrace"."user_task" USING btree ("due_date","created_at" DESC NULLS FIRST,"key" DESC NULLS FIRST) WHERE state = 'CREATED' and assignee is null;--> statement-breakpoint
CREATE INDEX "user_task_assigned" ON "millrace"."user_task" USING btree ("assignee","due_date","created_at" DESC NULLS FIRST,"key" DESC NULLS FIRST) WHERE state = 'CREATED';--> statement-breakpoint
CREATE INDEX "user_task_candidates" ON "millrace"."user_task" USING gin ("candidate_groups","candidate_users") WITH (fastupdate=false) WHERE state = 'CREATED';--> statement-breakpoint
CREATE INDEX "user_task_done" ON "millrace"."user_task" USING btree ("completed_at","key") WHERE state = 'COMPLETED';--> statement-breakpoint
CREATE INDEX "user_task_due" ON "millrace"."user_task" USING btree ("due_date","created_at" DESC NULLS FIRST,"key" DESC NULLS FIRST) WHERE state = 'CREATED';