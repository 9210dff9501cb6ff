package main

import (
	"errors"
	"fmt"
	"time"
)

// accounts returns a program with n accounts.
func accounts(n int) object {
	all := object{}
	for i := range n {
		all[fmt.Sprintf("a%03d", i)] = resource(accountType, object{"phoneNumber": fmt.Sprintf("+14155560%03d", i), "name": "Line"}, nil)
	}
	return all
}

func (l *life) many() {
	const limit, n = 60, 180
	window := 6 * time.Second
	fmt.Printf("%d accounts with a limit of %d requests in %v\n", n, limit, window)
	l.mock.SetLimit(limit, window)
	refused, windows := l.mock.Refused(), l.mock.Windows()
	l.step("create", -1, -1, func() error {
		start := time.Now()
		err := l.up(accounts(n))
		refused, windows = l.mock.Refused()-refused, l.mock.Windows()-windows
		fmt.Printf("          %d requests refused in %d windows, %v\n", refused, windows, time.Since(start).Round(time.Second))
		return errors.Join(err, check(len(l.mock.Accounts()) == n, "%d accounts", len(l.mock.Accounts())), check(refused <= 2*windows, "too many refused requests"))
	})
	l.mock.SetLimit(0, 0)
	fmt.Println("500 accounts")
	l.step("create 320 more", -1, 320, func() error { return l.up(accounts(500)) })
	l.step("up without changes", 0, 0, func() error { return l.unchanged(accounts(500)) })
	l.step("refresh", 12, 0, func() error {
		_, err := l.pulumi("refresh", "--yes", "--skip-preview")
		return err
	})
	l.step("destroy", -1, 500, func() error {
		_, err := l.pulumi("destroy", "--yes", "--skip-preview")
		return errors.Join(err, check(len(l.mock.Accounts()) == 0, "%d accounts are left", len(l.mock.Accounts())))
	})
}
