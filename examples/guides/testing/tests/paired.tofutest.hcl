mock_provider "botbiz" {
  override_resource {
    target = botbiz_whatsapp_account.support
    values = {
      id     = "wha_67890"
      status = "connected"
    }
  }
}

run "a_paired_account" {
  variables {
    phone_number = "+1234567890"
  }

  assert {
    condition     = output.account_id == "wha_67890" && output.status == "connected"
    error_message = "The module does not return what the account is."
  }
}
