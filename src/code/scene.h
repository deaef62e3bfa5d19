/* scene.h: the features by which scene.c weighs places, and their weights (scene_weights.c). A group is the number of
 * its first feature; the groups stand one after another. */
#ifndef MSDX_CODE_SCENE_H
#define MSDX_CODE_SCENE_H

enum { MSDX_SCENE_STEPS = 35, MSDX_SCENE_ROOM = 24 };

enum msdx_scene_group {
    SCENE_BIAS = 0,
    SCENE_APART = 1, /* no common word above */
    SCENE_N_UP = SCENE_APART + 1,
    SCENE_N_DOWN = SCENE_N_UP + 5,
    SCENE_FIRST_AT = SCENE_N_DOWN + 4,                   /* the place's own step, under the event's word itself */
    SCENE_FIRST_OFF = SCENE_FIRST_AT + MSDX_SCENE_STEPS, /* or not */
    SCENE_SECOND = SCENE_FIRST_OFF + MSDX_SCENE_STEPS,
    SCENE_LAST_AT = SCENE_SECOND + MSDX_SCENE_STEPS,
    SCENE_LAST_OFF = SCENE_LAST_AT + MSDX_SCENE_STEPS,
    SCENE_DOWN = SCENE_LAST_OFF + MSDX_SCENE_STEPS,    /* from the common word down to the event's */
    SCENE_DOWN_ITSELF = SCENE_DOWN + MSDX_SCENE_STEPS, /* the same, the place being that common word */
    SCENE_DOWN_LOW = SCENE_DOWN_ITSELF + MSDX_SCENE_STEPS,
    SCENE_OTHER_VERB = SCENE_DOWN_LOW + MSDX_SCENE_STEPS,
    SCENE_AFTER = SCENE_OTHER_VERB + 1,
    SCENE_BEFORE = SCENE_AFTER + 5,
    SCENE_VERBS = SCENE_BEFORE + 5,
    SCENE_KIND = SCENE_VERBS + 4,
    SCENE_FRAME = SCENE_KIND + 4,
    SCENE_NEARER = SCENE_FRAME + 4,
    SCENE_NUMBER = SCENE_NEARER + 4,
    SCENE_LISTED = SCENE_NUMBER + 4,
    SCENE_CHAIN = SCENE_LISTED + 2,
    SCENE_WORD = SCENE_CHAIN + 3,
    SCENE_PREP = SCENE_WORD + 3,
    SCENE_N = SCENE_PREP + 12
};

extern const float msdx_scene_weight[SCENE_N];
#endif
