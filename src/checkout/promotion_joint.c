/*
 * Promotions that compete for units, chosen together: lines become classes of units that cost the
 * same and have the same promotions; what promotion_best.c chooses is handed out to lines again.
 */
#include <config.h>

#include <stdlib.h>

#include "base/alloc.h"
#include "checkout/promotion_best.h"
#include "checkout/promotion_inside.h"

struct joint {
	const struct promotion *promotions[BEST_PROMOTIONS_MAX];
	size_t members[BEST_PROMOTIONS_MAX]; /* indexes of the promotions */
	int count;
	struct unit_class classes[BEST_CLASSES_MAX];
	int class_count;
	struct class_choice choices[BEST_PROMOTIONS_MAX];
	struct run *all; /* one run a line, with the bits of its promotions */
	unsigned *buys, *gets;
	size_t run_count;
};

static bool
is_class(const struct unit_class *class, int64_t worth, unsigned buys, unsigned gets)
{
	return class->worth_e4 == worth && class->buys == buys && class->gets == gets;
}

static int
dearest_class(const void *left, const void *right)
{
	const struct unit_class *a = left, *b = right;

	if (a->worth_e4 != b->worth_e4)
		return a->worth_e4 > b->worth_e4 ? -1 : 1;
	if (a->buys != b->buys)
		return a->buys < b->buys ? -1 : 1;
	return a->gets < b->gets ? -1 : a->gets > b->gets;
}

static size_t
all_run_of(const struct joint *joint, size_t line)
{
	size_t i = 0;

	while (i < joint->run_count && joint->all[i].line != line)
		i++;
	return i;
}

/* Every line that one of them touches, and who does. */
static void
collect(struct promoting *promoting, struct joint *joint, bool back)
{
	for (int p = 0; p < joint->count; p++) {
		size_t count =
		        promoting_runs(promoting, joint->promotions[p], back, promoting->runs);

		for (size_t r = 0; r < count; r++) {
			size_t at = all_run_of(joint, promoting->runs[r].line);

			if (at == joint->run_count) {
				joint->all[joint->run_count++] = promoting->runs[r];
				joint->buys[at] = joint->gets[at] = 0;
			}
			joint->buys[at] |= promoting->runs[r].buys ? 1u << p : 0;
			joint->gets[at] |= promoting->runs[r].gets ? 1u << p : 0;
		}
	}
}

/* false: too many prices. */
static bool
classify(struct joint *joint)
{
	joint->class_count = 0;
	for (size_t r = 0; r < joint->run_count; r++) {
		int c = 0;

		while (c < joint->class_count &&
		       !is_class(&joint->classes[c], joint->all[r].worth_e4, joint->buys[r],
		                 joint->gets[r]))
			c++;
		if (c == BEST_CLASSES_MAX)
			return false;
		if (c == joint->class_count)
			joint->classes[joint->class_count++] =
			        (struct unit_class){ joint->all[r].worth_e4, 0, joint->buys[r],
				                     joint->gets[r] };
		joint->classes[c].units += joint->all[r].units;
	}
	qsort(joint->classes, (size_t)joint->class_count, sizeof joint->classes[0], dearest_class);
	return true;
}

/* Units of a class are any units of its lines, the first lines first. */
static void
hand_out(struct joint *joint, int class, int64_t counted, int64_t free, struct run runs[])
{
	const struct unit_class *of = &joint->classes[class];

	for (size_t r = 0; r < joint->run_count; r++) {
		struct run *all = &joint->all[r];
		int64_t some;

		if (!is_class(of, all->worth_e4, joint->buys[r], joint->gets[r]))
			continue;
		some = counted < all->units ? counted : all->units;
		all->units -= some;
		counted -= some;
		runs[r].counted += some;
		runs[r].free = free < some ? free : some;
		free -= runs[r].free;
	}
}

static void
take_joint(struct promoting *promoting, struct joint *joint, bool back)
{
	for (int p = 0; p < joint->count; p++) {
		const struct class_choice *choice = &joint->choices[p];
		struct run *runs = promoting->runs;

		for (size_t r = 0; r < joint->run_count; r++) {
			runs[r] = joint->all[r];
			runs[r].counted = runs[r].free = 0;
		}
		for (int c = 0; c < joint->class_count; c++)
			hand_out(joint, c, choice->counted[c], choice->free[c], runs);
		runs_weigh(joint->promotions[p], runs, joint->run_count);
		promoting_take(promoting, joint->members[p], runs, joint->run_count,
		               choice->worth_e4, back);
	}
}

/* One way of the goods.  false: there is too much to look at. */
static bool
choose_joint(struct promoting *promoting, struct joint *joint, bool back)
{
	bool chosen;

	joint->run_count = 0;
	collect(promoting, joint, back);
	if (joint->run_count == 0)
		return true;
	chosen = classify(joint) &&
	         best_together(joint->promotions, joint->count, joint->classes, joint->class_count,
	                       joint->choices, &promoting->work);
	if (chosen)
		take_joint(promoting, joint, back);
	return chosen;
}

bool
promoting_together(struct promoting *promoting, const size_t indexes[], size_t count)
{
	struct joint *joint = alloc_zero(1, sizeof *joint);
	size_t lines = promoting->pricing->count + 1;
	bool chosen = true;

	joint->all = alloc_zero(lines, sizeof joint->all[0]);
	joint->buys = alloc_zero(lines, sizeof joint->buys[0]);
	joint->gets = alloc_zero(lines, sizeof joint->gets[0]);
	for (size_t i = 0; i < count; i++) {
		joint->members[i] = indexes[i];
		joint->promotions[i] = &promoting->promotions[indexes[i]];
	}
	joint->count = (int)count;
	for (int back = 0; chosen && back < 2; back++)
		chosen = choose_joint(promoting, joint, back);
	free(joint->all);
	free(joint->buys);
	free(joint->gets);
	free(joint);
	return chosen;
}
