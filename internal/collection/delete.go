package collection

import (
	"context"
	"errors"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// Delete deletes an object by the given request. That it is gone already is a success; where the answer is none, such as
// a web page, it is looked for.
func (c *Collection[T]) Delete(ctx context.Context, id string, request func(context.Context, string) error) error {
	defer c.forget()
	err := request(ctx, id)
	var answer *botbiz.AnswerError
	if errors.As(err, &answer) {
		if _, found, gerr := c.Get(ctx, id); gerr == nil && !found {
			err = nil
		}
	}
	err = ignoreGone(err)
	if err == nil {
		c.release(id)
	}
	return err
}
